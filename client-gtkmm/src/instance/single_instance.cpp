#include "workspace/desktop/instance/single_instance.hpp"

#include <glibmm/ustring.h>
#include <poll.h>
#include <unistd.h>

#include "workspace/desktop/model/translate.hpp"

namespace workspace::desktop {
namespace {

/// Between taking the lock and listening, and between the end of listening and letting go of the lock, the holder is
/// out of reach for a moment that nothing announces: try again, this often and this far apart.
constexpr int kAttempts = 50;
constexpr int kPauseMs = 20;

SingleInstance::Taken by_kernel(const MachineLock::FileId& file) {
    const auto user = holder_of(file);
    if (user && *user == ::geteuid()) {
        return {SingleInstance::Taken::By::silent, user_name_of(*user)};
    }
    return {SingleInstance::Taken::By::other_user, user ? user_name_of(*user) : std::string{}};
}

}  // namespace

std::optional<SingleInstance::Taken> SingleInstance::claim(const std::filesystem::path& folder,
                                                           const std::string& token) {
    lock_ = MachineLock::open(folder);
    for (int i = 0; i < kAttempts; ++i) {
        if (lock_.try_take()) {
            listener_.listen(lock_.file());
            return std::nullopt;
        }
        const Raised raised = ask_to_raise(lock_.file(), token);
        switch (raised.outcome) {
            case Raised::Outcome::raised: return Taken{Taken::By::raised, {}};
            case Raised::Outcome::other_user: return Taken{Taken::By::other_user, user_name_of(raised.user)};
            case Raised::Outcome::silent: return Taken{Taken::By::silent, user_name_of(raised.user)};
            case Raised::Outcome::nobody: ::poll(nullptr, 0, kPauseMs); break;
        }
    }
    return by_kernel(lock_.file());
}

std::string words_of(const SingleInstance::Taken& taken) {
    switch (taken.by) {
        case SingleInstance::Taken::By::raised: return tr("Workspace is open already: its window is in front now.");
        case SingleInstance::Taken::By::silent:
            return tr(
                "Workspace is open already but does not answer. Close its window, or end the process "
                "“workspace-desktop”, then start it again.");
        case SingleInstance::Taken::By::other_user: break;
    }
    if (taken.user.empty()) {
        return tr(
            "Workspace is open already for another user of this computer. One person at a time can use it here: "
            "ask that person to quit, then start it again.");
    }
    return Glib::ustring::compose(
        tr("Workspace is open already for %1 on this computer. One person at a time can use it "
           "here: ask that person to quit, then start it again."),
        taken.user);
}

}  // namespace workspace::desktop

#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>

#include "workspace/desktop/instance/machine_lock.hpp"
#include "workspace/desktop/instance/raise.hpp"

namespace workspace::desktop {

/// Being the one instance of this computer (W2), from `claim` until the process ends.
class SingleInstance {
public:
    /// Somebody else is the one.
    struct Taken {
        enum class By : std::uint8_t {
            raised,  ///< this user; the window is in front now
            silent,  ///< this user; it does not answer
            other_user,
        };
        By by{};
        std::string user;  ///< what people call the other user; may be empty where the kernel does not tell
    };

    /// Takes the lock in `folder`, or reaches whoever has it. Before the cache or the network is touched. Throws
    /// std::runtime_error, in words, where the lock file cannot be used.
    [[nodiscard]] std::optional<Taken> claim(const std::filesystem::path& folder, const std::string& token);

    [[nodiscard]] RaiseListener& listener() { return listener_; }

private:
    MachineLock lock_;
    RaiseListener listener_;
};

/// One sentence that says who holds this computer and what to do.
[[nodiscard]] std::string words_of(const SingleInstance::Taken& taken);

}  // namespace workspace::desktop

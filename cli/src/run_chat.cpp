#include <unistd.h>
#include <cstdlib>
#include <deque>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <utility>

#include "workspace/cli/app.hpp"
#include "workspace/cli/chat_posts.hpp"
#include "workspace/cli/chat_view.hpp"
#include "workspace/cli/session.hpp"
#include "workspace/cli/texts.hpp"
#include "workspace/host/boot_clock.hpp"
#include "workspace/host/utf8.hpp"

namespace workspace::cli {
namespace {

namespace client = core::client;

constexpr std::chrono::seconds kSettleWithin{15};

Palette palette() {
    return ::isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr ? Palette::colours() : Palette::plain();
}

/// The interactive chat. With a terminal it stays whatever happens; with lines from a pipe it says them, waits until
/// they are stored, and leaves.
class Chat {
public:
    Chat(Session& session, const Options& options, const Place& place)
        : session_(session), view_(palette(), options.room, place.url), on_terminal_(::isatty(STDIN_FILENO) != 0) {}

    ExitCode run() {
        while (!done_) {
            const Arrivals arrivals = session_.console().wait(may_read(), settle_by_);
            for (const auto& event : arrivals.events) {
                print(view_.take(event, host::read_clock().mono));
                rejected_ += std::holds_alternative<client::RequestFailed>(event) ? 1U : 0U;
            }
            waiting_.insert(waiting_.end(), arrivals.lines.begin(), arrivals.lines.end());
            if (arrivals.input_ended) {
                input_ended_ = true;
                settle_by_ = std::chrono::steady_clock::now() + kSettleWithin;
            }
            mark_seen();
            obey_waiting();
            decide(arrivals);
        }
        session_.leave([this](const client::Event& event) { print(view_.take(event, host::read_clock().mono)); });
        return code_;
    }

private:
    /// Lines of a pipe are taken when there is a room to say them in; a person may type at any time.
    [[nodiscard]] bool may_read() const { return on_terminal_ || view_.ready(); }

    void obey_waiting() {
        while (!waiting_.empty() && !done_ && may_read()) {
            const std::string line = std::move(waiting_.front());
            waiting_.pop_front();
            obey(line);
        }
    }

    void decide(const Arrivals& arrivals) {
        if (arrivals.interrupted || !readable_) {
            done_ = true;
        }
        if (input_ended_ && waiting_.empty() && said_all()) {
            done_ = true;
        }
        if (input_ended_ && arrivals.late && !done_) {
            std::cerr << "Some messages are still waiting to be sent; they go out with the next start.\n";
            code_ = ExitCode::unreachable;
            done_ = true;
        }
        if (!on_terminal_ && stands_still()) {
            code_ = view_.stop() ? exit_code_of(*view_.stop()) : ExitCode::ok;
            done_ = true;
        }
    }

    /// Each line that was said has begun as a post, or was rejected at once; and none is under way any more.
    [[nodiscard]] bool said_all() const {
        return view_.begun_posts() + rejected_ >= said_ && view_.unsettled_posts() == 0;
    }
    /// Nobody sits there who could log in or press "use here".
    [[nodiscard]] bool stands_still() const {
        return view_.phase() == client::Phase::stopped || view_.phase() == client::Phase::signed_out;
    }

    void obey(const std::string& line) {
        if (line.empty()) {
            return;
        }
        if (line.front() == '/' && !line.starts_with("//")) {
            const std::size_t space = std::min(line.find(' '), line.size());
            const std::size_t rest = std::min(line.find_first_not_of(' ', space), line.size());
            command(line.substr(1, space - 1), line.substr(rest));
            return;
        }
        say(line.starts_with("//") ? line.substr(1) : line);
    }

    void say(const std::string& body) {
        if (!host::is_utf8(body)) {
            complain(texts::kNotText);
        } else if (!view_.room()) {
            complain(view_.phase() == client::Phase::signed_out ? texts::kLogInFirst : texts::kNoRoom);
        } else {
            ++said_;
            session_.submit(client::Say{.room = *view_.room(), .body = body, .cid = std::nullopt});
        }
    }

    void command(const std::string& name, const std::string& argument) {
        const std::map<std::string, std::function<void()>, std::less<>> commands{
            {"help", [] { Console::print(texts::kChatHelp); }},
            {"who", [this] { print(view_.who()); }},
            {"rooms", [this] { print(view_.room_list()); }},
            {"join", [this, &argument] { print(view_.join(argument)); }},
            {"older", [this] { older(); }},
            {"login", [this, &argument] { log_in(argument); }},
            {"logout", [this] { session_.submit(client::SignOut{}); }},
            {"here", [this] { session_.submit(client::UseHere{}); }},
            {"now", [this] { session_.submit(client::ReconnectNow{}); }},
            {"retry",
             [this] { with_failed_post([this](core::ClientId cid) { session_.submit(client::RetryPost{cid}); }); }},
            {"discard",
             [this] { with_failed_post([this](core::ClientId cid) { session_.submit(client::DiscardPost{cid}); }); }},
            {"quit", [this] { done_ = true; }},
        };
        const auto found = commands.find(name);
        if (found != commands.end()) {
            found->second();
        } else if (const auto wish = chat_post(view_, name, argument)) {
            carry_out(*wish);
        } else {
            complain(texts::unknown_command("/" + name));
        }
    }

    void carry_out(const ChatWish& wish) {
        if (!wish.command) {
            complain(wish.complaint);
            return;
        }
        said_ += std::holds_alternative<client::Submit>(*wish.command) ? 1U : 0U;
        session_.submit(*wish.command);
    }

    /// What stands on the screen has been seen (H6).
    void mark_seen() {
        const core::MessageSeq seen = view_.last_seen();
        if (view_.room() && seen > std::exchange(marked_[*view_.room()], std::max(marked_[*view_.room()], seen))) {
            session_.submit(client::MarkRead{*view_.room(), seen});
        }
    }

    void older() {
        if (!view_.room()) {
            complain(texts::kNoRoom);
        } else if (view_.at_beginning()) {
            complain(texts::kNothingOlder);
        } else {
            session_.submit(client::LoadOlder{.room = *view_.room(), .before = view_.oldest_shown()});
        }
    }

    void log_in(const std::string& name) {
        auto password = on_terminal_ && !name.empty() ? session_.console().ask_password(texts::password_prompt(name))
                                                      : std::nullopt;
        if (!password || password->empty()) {
            complain(texts::kNoPassword);
            return;
        }
        session_.submit(client::SignIn{.name = name, .password = core::SecretText(std::move(*password))});
    }

    void with_failed_post(const std::function<void(core::ClientId)>& action) {
        if (const auto cid = view_.failed_post()) {
            action(*cid);
        } else {
            complain(texts::kNothingFailed);
        }
    }

    void complain(std::string_view words) { print(std::string(words) + "\n"); }
    void print(const std::string& text) { readable_ = readable_ && (text.empty() || Console::print(text)); }

    Session& session_;
    ChatView view_;
    bool on_terminal_;
    bool input_ended_ = false;
    bool done_ = false;
    bool readable_ = true;
    std::size_t said_ = 0;
    std::size_t rejected_ = 0;
    std::deque<std::string> waiting_;
    std::map<core::RoomId, core::MessageSeq> marked_;
    Console::Deadline settle_by_;
    ExitCode code_ = ExitCode::ok;
};

}  // namespace

ExitCode run_chat(const Options& options, const Place& place) {
    warn_if_plain(place);
    Session session(options, place);
    if (!session.runner().restored_session() && ::isatty(STDIN_FILENO) == 0) {
        std::cerr << texts::kNotLoggedIn << "\n";
        return ExitCode::refused;
    }
    session.start();
    return Chat(session, options, place).run();
}

}  // namespace workspace::cli

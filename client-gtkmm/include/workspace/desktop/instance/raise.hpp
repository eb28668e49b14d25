#pragma once

#include <sys/types.h>
#include <functional>
#include <optional>
#include <string>

#include <glibmm/refptr.h>
#include <sigc++/connection.h>

#include "workspace/desktop/instance/machine_lock.hpp"

/// How a second start reaches the first (W2). An abstract Unix socket named after the lock file: it needs neither a
/// session bus nor a folder, ends with the process, and the kernel says who is at the other end (SO_PEERCRED).
///
///     second -> first   the desktop's activation token (may be empty), then end of writing
///     first  -> second  "raised" once its window is in front
///
/// Another user's request is not read: it gets the holder's identity from the kernel, and the connection closed.
namespace workspace::desktop {

class RaiseListener {
public:
    /// With the activation token of whoever asks.
    using OnRaise = std::function<void(const std::string& token)>;

    RaiseListener() = default;
    ~RaiseListener();
    RaiseListener(const RaiseListener&) = delete;
    RaiseListener& operator=(const RaiseListener&) = delete;

    /// Listens; requests wait until `serve`. A socket that cannot be had (its name is squatted) only means that a second
    /// start cannot raise this window: false.
    bool listen(const MachineLock::FileId& file);
    /// Answers on the main loop from here on.
    void serve(OnRaise on_raise);

private:
    void accept_one();
    int descriptor_ = -1;
    sigc::connection watch_;
    OnRaise on_raise_;
};

/// What became of asking the first instance to come to the front.
struct Raised {
    enum class Outcome : std::uint8_t {
        raised,
        other_user,  ///< `user` holds this computer
        silent,      ///< it is there and does not answer
        nobody,      ///< nobody listens (any more)
    };
    Outcome outcome{};
    uid_t user{};
};
[[nodiscard]] Raised ask_to_raise(const MachineLock::FileId& file, const std::string& token);

}  // namespace workspace::desktop

#include "workspace/desktop/instance/raise.hpp"

#include <glibmm/main.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>
#include <array>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <utility>

namespace workspace::desktop {
namespace {

constexpr std::string_view kAnswer = "raised";
constexpr std::size_t kTokenBytesMax = 512;
constexpr time_t kAskerSeconds = 5;                     // how long a second start waits for the first one's window
constexpr suseconds_t kListenerMicroseconds = 500'000;  // how long the first one waits for a request to be complete
constexpr int kBacklog = 8;

struct Address {
    sockaddr_un name{};
    socklen_t length = 0;
};

/// In the abstract namespace: the first byte is zero, and no file is made.
Address address_of(const MachineLock::FileId& file) {
    Address address;
    address.name.sun_family = AF_UNIX;
    std::array<char, sizeof(address.name.sun_path) - 1> text{};
    const int length =
        std::snprintf(text.data(), text.size(), "workspace-desktop/%llx:%llx",
                      static_cast<unsigned long long>(file.device), static_cast<unsigned long long>(file.inode));
    std::memcpy(address.name.sun_path + 1, text.data(), static_cast<std::size_t>(length));
    address.length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + static_cast<std::size_t>(length));
    return address;
}

sockaddr* generic(Address& address) {
    return reinterpret_cast<sockaddr*>(&address.name);  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast): the API
}

void limit_waiting(int descriptor, time_t seconds, suseconds_t microseconds) {
    const timeval limit{seconds, microseconds};
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

std::optional<uid_t> peer_of(int descriptor) {
    ucred peer{};
    socklen_t length = sizeof peer;
    const bool known = ::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0;
    return known ? std::optional{peer.uid} : std::nullopt;
}

std::string read_to_end(int descriptor, std::size_t bytes_max) {
    std::string text;
    std::array<char, 256> chunk{};
    while (text.size() < bytes_max) {
        const ssize_t got = ::recv(descriptor, chunk.data(), chunk.size(), 0);
        if (got <= 0) {
            break;
        }
        text.append(chunk.data(), static_cast<std::size_t>(got));
    }
    return text;
}

bool write_all(int descriptor, std::string_view text) {
    return text.empty() ||
           ::send(descriptor, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
}

Raised ask(int descriptor, const std::string& token) {
    const auto peer = peer_of(descriptor);
    if (peer && *peer != ::geteuid()) {
        return {Raised::Outcome::other_user, *peer};
    }
    limit_waiting(descriptor, kAskerSeconds, 0);
    const bool asked = write_all(descriptor, token.substr(0, kTokenBytesMax)) && ::shutdown(descriptor, SHUT_WR) == 0;
    const bool answered = asked && read_to_end(descriptor, kAnswer.size()) == kAnswer;
    return {answered ? Raised::Outcome::raised : Raised::Outcome::silent, ::geteuid()};
}

}  // namespace

RaiseListener::~RaiseListener() {
    watch_.disconnect();
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

bool RaiseListener::listen(const MachineLock::FileId& file) {
    descriptor_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    Address address = address_of(file);
    return descriptor_ >= 0 && ::bind(descriptor_, generic(address), address.length) == 0 &&
           ::listen(descriptor_, kBacklog) == 0;
}

void RaiseListener::serve(OnRaise on_raise) {
    on_raise_ = std::move(on_raise);
    watch_ = Glib::signal_io().connect(
        [this](Glib::IOCondition) {
            accept_one();
            return true;
        },
        descriptor_, Glib::IOCondition::IO_IN);
}

void RaiseListener::accept_one() {
    const int asker = ::accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC);
    if (asker < 0) {
        return;
    }
    if (peer_of(asker) == ::geteuid()) {
        limit_waiting(asker, 0, kListenerMicroseconds);
        on_raise_(read_to_end(asker, kTokenBytesMax));
        write_all(asker, kAnswer);
    }
    ::close(asker);
}

Raised ask_to_raise(const MachineLock::FileId& file, const std::string& token) {
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    Address address = address_of(file);
    Raised result{Raised::Outcome::nobody, 0};
    if (descriptor >= 0 && ::connect(descriptor, generic(address), address.length) == 0) {
        result = ask(descriptor, token);
    }
    if (descriptor >= 0) {
        ::close(descriptor);
    }
    return result;
}

}  // namespace workspace::desktop

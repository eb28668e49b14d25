#include "capture/capture_file.hpp"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <unistd.h>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "capture/lines.hpp"

namespace workspace::capture {

namespace {

constexpr int kOwnerOnly = 0600;

std::string reason(int error) {
    return std::generic_category().message(error);
}

}  // namespace

CaptureFile::CaptureFile(std::filesystem::path path, std::size_t bytes_max) : path_(std::move(path)), room_(bytes_max) {
    file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly);
    if (file_ < 0 && errno == EEXIST) {
        throw std::runtime_error("there is a file " + path_.string() +
                                 " already, and a capture never writes over one: choose another name");
    }
    if (file_ < 0) {
        throw std::runtime_error("cannot make the capture " + path_.string() + ": " + reason(errno));
    }
    writer_ = std::thread([this] { write_what_comes(); });
}

CaptureFile::~CaptureFile() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    changed_.notify_one();
    writer_.join();
    ::close(file_);
}

bool CaptureFile::add(std::string_view line) {
    const std::lock_guard lock(mutex_);
    if (!taking_) {
        return false;
    }
    if (waiting_.size() + line.size() > kWaitingMax) {
        return refuse("the disk is too slow for it");
    }
    const std::string last = text_of(Line{End{"full"}}) + '\n';
    if (line.size() + 1 + last.size() > room_) {
        waiting_ += last;
        changed_.notify_one();
        return refuse("it is as large as it may be (--capture-max)");
    }
    room_ -= line.size() + 1;
    waiting_ += line;
    waiting_ += '\n';
    changed_.notify_one();
    return true;
}

bool CaptureFile::refuse(std::string_view why) {
    taking_ = false;
    spdlog::warn("the capture {} ends here: {}. The server goes on.", path_.string(), why);
    return false;
}

void CaptureFile::write_what_comes() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
        if (waiting_.empty()) {
            return;
        }
        const std::string text = std::exchange(waiting_, {});
        lock.unlock();
        write_all(text);
        lock.lock();
    }
}

void CaptureFile::write_all(std::string_view text) {
    while (!text.empty()) {
        const ::ssize_t written = ::write(file_, text.data(), text.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            const std::string why = reason(errno);
            const std::lock_guard lock(mutex_);
            if (taking_) {
                refuse(why);
            }
            return;
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

}  // namespace workspace::capture

#include "ops/private_file.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <functional>
#include <string_view>
#include <system_error>

namespace workspace::server {

namespace {

class Descriptor {
public:
    Descriptor(const std::filesystem::path& file, int flags)
        : number_(::open(file.c_str(), flags | O_CLOEXEC, 0600)), file_(file) {
        if (number_ < 0) {
            fail();
        }
    }
    ~Descriptor() { ::close(number_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    [[nodiscard]] std::string_view read_some() {
        const auto got = ::read(number_, buffer_.data(), buffer_.size());
        if (got < 0) {
            fail();
        }
        return {buffer_.data(), static_cast<std::size_t>(got)};
    }
    void write_all(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto put = ::write(number_, bytes.data(), bytes.size());
            if (put < 0) {
                fail();
            }
            bytes.remove_prefix(static_cast<std::size_t>(put));
        }
    }
    void sync() {
        if (::fsync(number_) != 0) {
            fail();
        }
    }

private:
    [[noreturn]] void fail() const { throw std::system_error(errno, std::generic_category(), file_.string()); }

    int number_;
    std::filesystem::path file_;
    std::array<char, 64 * 1024> buffer_{};
};

/// Reads a file to its end; each piece goes to `use` as well.
FileMark read_through(const std::filesystem::path& file, const std::function<void(std::string_view)>& use) {
    Descriptor from(file, O_RDONLY);
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    FileMark mark;
    for (auto piece = from.read_some(); !piece.empty(); piece = from.read_some()) {
        crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(piece.data()), piece.size());
        mark.bytes += piece.size();
        use(piece);
    }
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256_final(&state, hash.data());
    std::array<char, crypto_hash_sha256_BYTES * 2 + 1> digits{};
    mark.sha256 = sodium_bin2hex(digits.data(), digits.size(), hash.data(), hash.size());
    return mark;
}

}  // namespace

FileMark mark_of(const std::filesystem::path& file) {
    return read_through(file, [](std::string_view) {});
}

FileMark copy_private(const std::filesystem::path& from, const std::filesystem::path& to) {
    Descriptor out(to, O_WRONLY | O_CREAT | O_EXCL);
    const auto mark = read_through(from, [&out](std::string_view piece) { out.write_all(piece); });
    out.sync();
    return mark;
}

void write_private(const std::filesystem::path& file, const std::string& text) {
    Descriptor out(file, O_WRONLY | O_CREAT | O_EXCL);
    out.write_all(text);
    out.sync();
}

void sync_to_disk(const std::filesystem::path& file_or_folder) {
    Descriptor(file_or_folder, O_RDONLY).sync();
}

void make_private_folder(const std::filesystem::path& folder) {
    if (std::filesystem::create_directories(folder)) {
        ::chmod(folder.c_str(), 0700);
    }
}

}  // namespace workspace::server

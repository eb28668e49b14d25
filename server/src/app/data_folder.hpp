#pragma once

#include <filesystem>

#include "store/database.hpp"

namespace workspace::server {

/// The folder that holds everything: workspace.db, token.key, certificate.pem. Made with mode 0700.
class DataFolder {
public:
    /// Throws Failure, in words, when it cannot be made or written.
    explicit DataFolder(std::filesystem::path path);
    /// One that a server or `user add` made before: a mistyped name must not make another. Throws Failure.
    [[nodiscard]] static DataFolder existing(std::filesystem::path path);
    ~DataFolder();
    DataFolder(const DataFolder&) = delete;
    DataFolder& operator=(const DataFolder&) = delete;

    /// Takes it for one serving process, by a kernel lock that goes with the process. Throws Failure.
    void take();
    [[nodiscard]] std::filesystem::path database() const { return path_ / "workspace.db"; }
    /// Where the server that serves this folder takes orders from this computer (control_socket.hpp).
    [[nodiscard]] std::filesystem::path control() const { return path_ / "control"; }
    [[nodiscard]] std::filesystem::path token_key() const { return path_ / "token.key"; }
    [[nodiscard]] std::filesystem::path certificate() const { return path_ / "certificate.pem"; }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
    int lock_ = -1;
};

/// Runs `use` and turns a StoreError into a Failure with words that say what to do.
template <class Use>
auto with_store_words(const DataFolder& folder, const Use& use);

/// The words for a database that cannot be opened.
[[noreturn]] void fail_for_store(const DataFolder& folder, const StoreError& error);

template <class Use>
auto with_store_words(const DataFolder& folder, const Use& use) {
    try {
        return use();
    } catch (const StoreError& error) {
        fail_for_store(folder, error);
    }
}

}  // namespace workspace::server

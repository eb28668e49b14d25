#include "metrics/metrics_access.hpp"

#include <sodium.h>
#include <sys/stat.h>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "app/exit_code.hpp"

namespace workspace::server {

namespace {

/// Takes as long for every text of one length.
bool same(const std::string& one, const std::string& other) {
    return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace

MetricsAccess::MetricsAccess(const std::filesystem::path& token_file) {
    if (token_file.empty()) {
        return;
    }
    struct stat status{};
    std::ifstream file(token_file);
    std::string token;
    if (!file || ::stat(token_file.c_str(), &status) != 0) {
        throw Failure(ExitCode::usage,
                      "cannot read --metrics-token-file " + token_file.string() + ": " + std::strerror(errno) + ".");
    }
    if ((status.st_mode & S_IRWXO) != 0) {
        throw Failure(ExitCode::usage,
                      "--metrics-token-file " + token_file.string() +
                          " is open to every user of this computer: chmod 640 it, and make a new token.");
    }
    std::getline(file, token);
    if (token.size() < kTokenBytesMin) {
        throw Failure(ExitCode::usage, "the first line of --metrics-token-file " + token_file.string() +
                                           " must be a token of at least " + std::to_string(kTokenBytesMin) +
                                           " bytes; `openssl rand -hex 32` makes one.");
    }
    token_ = core::SecretText(std::move(token));
}

bool MetricsAccess::admits(const RestRequest& request) const {
    return token_ ? same(request.authorization, "Bearer " + token_->reveal()) : request.local;
}

}  // namespace workspace::server

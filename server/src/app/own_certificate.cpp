#include "app/own_certificate.hpp"

#include <iostream>

#include "app/exit_code.hpp"
#include "net/certificate.hpp"

namespace workspace::server {

namespace {

/// Runs `use` and turns what goes wrong with the files into a Failure: with the operator's, or with the folder's own.
template <class Use>
auto with_file_words(const TlsFiles& given, const Use& use) {
    try {
        return use();
    } catch (const Failure&) {
        throw;
    } catch (const std::runtime_error& error) {
        const bool own = given.certificate.empty();
        throw Failure(
            own ? ExitCode::folder : ExitCode::usage,
            error.what() + std::string(own ? " Restore the file, or remove it: then a new certificate is made, "
                                             "and every client has to be told to trust it."
                                           : " Name the files with --tls-cert and --tls-key."));
    }
}

void check_pair(const TlsFiles& given) {
    if (given.certificate.empty() != given.key.empty()) {
        throw Failure(ExitCode::usage,
                      "--tls-cert and --tls-key go together: the certificate with its chain, and its key.");
    }
}

}  // namespace

void check_given(const TlsFiles& given, TlsVersion at_least) {
    check_pair(given);
    if (!given.certificate.empty()) {
        with_file_words(given, [&] { return TlsContext(given, at_least); });
    }
}

TlsFiles certificate_files(const DataFolder& folder, const TlsFiles& given) {
    check_pair(given);
    if (!given.certificate.empty()) {
        return given;
    }
    const auto file = folder.certificate();
    return with_file_words(given, [&] {
        if (!std::filesystem::exists(file)) {
            make_self_signed(file, own_names());
        }
        return TlsFiles{.certificate = file, .key = file};
    });
}

TlsContext tls_context(const DataFolder& folder, const TlsFiles& given, TlsVersion at_least) {
    const auto files = certificate_files(folder, given);
    return with_file_words(given, [&] { return TlsContext(files, at_least); });
}

void show_certificate(const DataFolder& folder, const TlsFiles& given, bool pem) {
    const auto files = certificate_files(folder, given);
    with_file_words(given, [&] {
        const auto certificate = read_certificate(files.certificate);
        if (pem) {
            std::cout << pem_of(*certificate);
            return;
        }
        std::cout << "SHA-256 " << fingerprint_of(*certificate) << "\n"
                  << "good until " << end_of(*certificate) << (has_ended(*certificate) ? "  (over)" : "") << "\n"
                  << "in " << files.certificate.string() << "\n";
    });
}

}  // namespace workspace::server

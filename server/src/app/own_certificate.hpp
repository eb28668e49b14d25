#pragma once

#include "app/data_folder.hpp"
#include "net/tls_context.hpp"

namespace workspace::server {

/// `given`, or, where no files are given, the data folder's own certificate, which is made when it is missing. Throws
/// Failure when only one of the two is given or none can be made.
[[nodiscard]] TlsFiles certificate_files(const DataFolder& folder, const TlsFiles& given);

/// Whether the operator's files can be used, if there are any. Throws Failure.
void check_given(const TlsFiles& given, TlsVersion at_least);

/// A context with those files. Throws Failure, in words.
[[nodiscard]] TlsContext tls_context(const DataFolder& folder, const TlsFiles& given, TlsVersion at_least);

/// Prints what clients and operators know the server by, or the certificate itself (PEM). Throws Failure.
void show_certificate(const DataFolder& folder, const TlsFiles& given, bool pem);

}  // namespace workspace::server

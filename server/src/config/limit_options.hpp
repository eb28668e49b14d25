#pragma once

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11 names it
class App;
}

namespace workspace::server {

struct ServeOptions;

/// The bounds of base/limits.hpp and of the server itself that an operator may change, each with its default and its
/// range. The ranges keep the relations that limits.hpp asserts of the defaults (S9, S10).
void add_limit_options(CLI::App& command, ServeOptions& options);

}  // namespace workspace::server

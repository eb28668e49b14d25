#pragma once

#include <functional>

#include "config/configuration.hpp"

namespace workspace::server {

/// `config check`, `config show` and `config example`. `check` looks at what no single setting can know; throws Failure.
void add_config_commands(CLI::App& app, const Configuration& configuration, std::function<void()> check);

}  // namespace workspace::server

#pragma once

#include <string>

#include "explain/names.hpp"
#include "workspace/core/client/events.hpp"
#include "workspace/core/client/inputs.hpp"
#include "workspace/core/hub/store_port.hpp"

namespace workspace::sim {

/// One line, short.
struct Words {
    std::string text;
    bool minor = false;
};

[[nodiscard]] std::string name_of(core::client::Phase phase);
[[nodiscard]] Words describe(const core::client::Event& event, const Names& names);
[[nodiscard]] Words describe(const core::client::Command& wish, const Names& names);
[[nodiscard]] Words describe(const core::StoreOperation& operation, const core::StoreResult& result,
                             const Names& names);

}  // namespace workspace::sim

#pragma once

#include <string>

namespace workspace::server {

class HubDriver;
class PasswordPool;
class Store;

/// All that is bounded or queued, and its bounds, in Prometheus' text format. I/O thread only; takes time in proportion to
/// the connections.
[[nodiscard]] std::string metrics_text(const HubDriver& driver, const Store& store, const PasswordPool& passwords);

}  // namespace workspace::server

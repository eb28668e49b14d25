#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace workspace::server {

class HubDriver;
class PasswordPool;
class Store;

/// All that is bounded or queued, and its bounds, in Prometheus' text format. I/O thread only; takes time in proportion to
/// the connections. `http_answers`: how many, by status.
[[nodiscard]] std::string metrics_text(const HubDriver& driver, const Store& store, const PasswordPool& passwords,
                                       const std::map<int, std::uint64_t>& http_answers);

}  // namespace workspace::server

#pragma once

#include <boost/json/value.hpp>

#include "workspace/core/wire/messages.hpp"

namespace workspace::server {

/// A field of a message as the protocol writes it: rooms and events look the same over REST.
[[nodiscard]] boost::json::value part_of(const core::wire::ServerMessage& message, const char* field);

}  // namespace workspace::server

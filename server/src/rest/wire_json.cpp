#include "rest/wire_json.hpp"

#include <boost/json.hpp>

#include "workspace/core/wire/codec.hpp"

namespace workspace::server {

boost::json::value part_of(const core::wire::ServerMessage& message, const char* field) {
    return boost::json::parse(core::wire::encode(message)).as_object().at(field);
}

}  // namespace workspace::server

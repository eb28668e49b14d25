#include "capture/from_json.hpp"

namespace workspace::capture {

std::string FromJson::text(const boost::json::value& from) const {
    const boost::json::string* found = from.if_string();
    return found != nullptr ? std::string(*found) : fail<std::string>("is no text");
}

const boost::json::array& FromJson::list(const boost::json::value& from) const {
    const boost::json::array* found = from.if_array();
    return found != nullptr ? *found : fail<const boost::json::array&>("is no list");
}

const boost::json::object& FromJson::object(const boost::json::value& from) const {
    const boost::json::object* found = from.if_object();
    return found != nullptr ? *found : fail<const boost::json::object&>("is no object");
}

}  // namespace workspace::capture

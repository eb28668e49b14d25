#include "reader.hpp"

namespace workspace::core::wire::detail {
namespace {

std::string between(Bounds bounds, std::string_view unit) {
    std::string words = "must be ";
    words += std::to_string(bounds.min);
    if (bounds.max != bounds.min) {
        words += " to " + std::to_string(bounds.max);
    }
    words += unit;
    return words;
}

}  // namespace

const json::value* Reader::find(const json::object& object, std::string_view name) {
    const json::value* found = object.if_contains(name);
    return found == nullptr || found->is_null() ? nullptr : found;
}

bool Reader::value(const json::value& from, Bounds bounds, std::string& out) {
    const json::string* text = from.if_string();
    if (text == nullptr) {
        return refuse("must be text");
    }
    const auto size = static_cast<std::int64_t>(text->size());
    if (size < bounds.min || size > bounds.max) {
        return refuse(between(bounds, " bytes long"), size > bounds.max ? FaultKind::too_long : FaultKind::too_short);
    }
    out.assign(text->data(), text->size());
    return true;
}

bool Reader::value(const json::value& from, Bounds bounds, SecretText& out) {
    std::string text;
    if (!value(from, bounds, text)) {
        return false;
    }
    out = SecretText(std::move(text));
    return true;
}

bool Reader::value(const json::value& from, Bounds /*bounds*/, bool& out) {
    const bool* flag = from.if_bool();
    out = flag != nullptr && *flag;
    return flag != nullptr || refuse("must be true or false");
}

bool Reader::value(const json::value& from, Bounds /*bounds*/, Refusal& out) {
    const json::string* text = from.if_string();
    const std::optional<Refusal> known = text == nullptr ? std::nullopt : refusal_of(*text);
    out = known.value_or(out);
    return known.has_value() || refuse("is not the name of a refusal");
}

bool Reader::value(const json::value& from, Bounds /*bounds*/, CloseCode& out) {
    std::int64_t number_of_code = 0;
    if (!number(from, Bounds{1000, 4999}, number_of_code)) {
        return false;
    }
    const std::optional<CloseCode> known = close_code_of(static_cast<std::uint16_t>(number_of_code));
    out = known.value_or(out);
    return known.has_value() || refuse("is not a close code of this protocol");
}

const json::array* Reader::elements(const json::value& from, Bounds bounds) {
    const json::array* array = from.if_array();
    if (array == nullptr) {
        refuse("must be a list");
        return nullptr;
    }
    const auto size = static_cast<std::int64_t>(array->size());
    if (size < bounds.min || size > bounds.max) {
        refuse(between(bounds, " elements"), size > bounds.max ? FaultKind::too_long : FaultKind::too_short);
        return nullptr;
    }
    return array;
}

bool Reader::number(const json::value& from, Bounds bounds, std::int64_t& out) {
    const std::int64_t* found = from.if_int64();
    if (found == nullptr || *found < bounds.min || *found > bounds.max) {
        return refuse(between(bounds, ", a whole number"));
    }
    out = *found;
    return true;
}

bool Reader::hex(const json::value& from, std::span<std::uint8_t> out) {
    const json::string* text = from.if_string();
    return (text != nullptr && core::from_hex(*text, out)) ||
           refuse("must be " + std::to_string(out.size() * 2) + " hexadecimal digits");
}

bool Reader::refuse(std::string what, FaultKind kind) {
    what_ = std::move(what);
    kind_ = kind;
    return false;
}

bool Reader::within(std::string_view name, bool good) {
    if (!good) {
        const bool dot = !path_.empty() && path_.front() != '[';
        path_.insert(0, dot ? std::string(name) + '.' : std::string(name));
    }
    return good;
}

}  // namespace workspace::core::wire::detail

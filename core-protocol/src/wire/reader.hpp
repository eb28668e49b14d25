#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "field_types.hpp"

namespace workspace::core::wire::detail {

namespace json = boost::json;

/// Fills records from a parsed object, by their declarations. Stops at the
/// first fault and keeps it in words that name the field and never quote what
/// was in it.
class Reader {
public:
    enum class FaultKind : std::uint8_t { other, too_long, too_short };

    /// False on a fault; what `record` holds is then unspecified.
    template <class Record>
    [[nodiscard]] bool record(const json::object& object, Record& record) {
        const bool filled =
            all_fields<Record>([&](const auto& field) { return member(object, field, record.*field.member); });
        if (!filled) {
            return false;
        }
        if constexpr (HasFault<Record>) {
            if (const std::optional<Fault> fault = record.fault()) {
                return within(fault->field, refuse(std::string(fault->what)));
            }
        }
        return true;
    }

    /// Like `post.body` or `sync.cursors[].seq`, without the message's own name.
    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] const std::string& what() const { return what_; }
    [[nodiscard]] FaultKind kind() const { return kind_; }

private:
    template <class Field, class T>
    bool member(const json::object& object, const Field& field, T& out) {
        const json::value* found = find(object, field.name);
        if (found == nullptr) {
            return within(field.name, refuse("is missing"));
        }
        return within(field.name, value(*found, effective_bounds<T>(field.bounds), out));
    }
    template <class Field, class T>
    bool member(const json::object& object, const Field& field, std::optional<T>& out) {
        const json::value* found = find(object, field.name);
        if (found == nullptr) {
            out.reset();
            return true;
        }
        return within(field.name, value(*found, effective_bounds<T>(field.bounds), out.emplace()));
    }

    template <IsRecord Record>
    bool value(const json::value& from, Bounds /*bounds*/, Record& out) {
        const json::object* object = from.if_object();
        return object == nullptr ? refuse("must be an object") : record(*object, out);
    }
    template <class T>
    bool value(const json::value& from, Bounds bounds, std::vector<T>& out) {
        const json::array* array = elements(from, bounds);
        if (array == nullptr) {
            return false;
        }
        out.clear();
        out.reserve(array->size());
        for (const json::value& element : *array) {
            if (!value(element, kTypeBounds<T>, out.emplace_back())) {
                return within("[]", false);
            }
        }
        return true;
    }
    template <class Tag>
    bool value(const json::value& from, Bounds bounds, Id<Tag, std::int64_t>& out) {
        return number(from, bounds, out.value);
    }
    template <class Tag, std::size_t N>
    bool value(const json::value& from, Bounds /*bounds*/, Bytes<Tag, N>& out) {
        return hex(from, out.value);
    }
    template <IsNamedEnum E>
    bool value(const json::value& from, Bounds /*bounds*/, E& out) {
        const json::string* text = from.if_string();
        const std::optional<E> known = text == nullptr ? std::nullopt : enum_of<E>(*text);
        out = known.value_or(out);
        return known.has_value() || refuse("is not one of the known names");
    }
    bool value(const json::value& from, Bounds bounds, Refusal& out);
    bool value(const json::value& from, Bounds bounds, CloseCode& out);
    bool value(const json::value& from, Bounds bounds, bool& out);
    bool value(const json::value& from, Bounds bounds, std::string& out);
    bool value(const json::value& from, Bounds bounds, SecretText& out);
    bool value(const json::value& from, Bounds bounds, WallTime& out) { return number(from, bounds, out.ms); }
    bool value(const json::value& from, Bounds bounds, std::int64_t& out) { return number(from, bounds, out); }

    /// None where it is missing or null.
    static const json::value* find(const json::object& object, std::string_view name);
    const json::array* elements(const json::value& from, Bounds bounds);
    bool number(const json::value& from, Bounds bounds, std::int64_t& out);
    bool hex(const json::value& from, std::span<std::uint8_t> out);

    bool refuse(std::string what, FaultKind kind = FaultKind::other);
    /// Puts `name` before the path of a fault on its way out.
    bool within(std::string_view name, bool good);

    std::string path_;
    std::string what_;
    FaultKind kind_ = FaultKind::other;
};

}  // namespace workspace::core::wire::detail

#include <type_traits>

#include "field_types.hpp"
#include "workspace/core/wire/codec.hpp"

namespace workspace::core::wire {
namespace detail {
namespace {

template <class T>
struct TypeName {
    static std::string get() {
        if constexpr (IsRecord<T>) {
            return std::string(T::kRecord);
        } else if constexpr (IsNamedEnum<T>) {
            std::string names;
            for (const auto& [value, name] : names_of(T{})) {
                names += (names.empty() ? "" : ", ") + std::string(name);
            }
            return "one of " + names;
        } else if constexpr (std::is_same_v<T, Refusal>) {
            return "refusal";
        } else if constexpr (std::is_same_v<T, CloseCode>) {
            return "close code";
        } else if constexpr (std::is_same_v<T, bool>) {
            return "flag";
        } else if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, SecretText>) {
            return "text";
        } else if constexpr (requires { T::kSize; }) {
            return "hex" + std::to_string(2 * T::kSize);
        } else {
            return "number";
        }
    }
};
template <class T>
struct TypeName<std::vector<T>> {
    static std::string get() { return "list of " + TypeName<T>::get(); }
};

template <class T>
inline constexpr bool kIsSecret = std::is_same_v<T, SecretText>;
template <class Tag, std::size_t N>
inline constexpr bool kIsSecret<SecretBytes<Tag, N>> = true;

template <class T>
struct Unwrapped {
    using type = T;
    static constexpr bool kRequired = true;
};
template <class T>
struct Unwrapped<std::optional<T>> {
    using type = T;
    static constexpr bool kRequired = false;
};

template <class Record, class Member>
FieldInfo describe_field(const Field<Record, Member>& field) {
    using T = typename Unwrapped<Member>::type;
    FieldInfo info;
    info.name = field.name;
    info.type = TypeName<T>::get();
    info.required = Unwrapped<Member>::kRequired;
    info.secret = field.secret || kIsSecret<T>;
    info.bounds = effective_bounds<T>(field.bounds);
    info.meaning = field.meaning;
    return info;
}

template <class Record>
MessageInfo describe(std::string_view name, std::string_view meaning, Direction direction) {
    MessageInfo info;
    info.name = name;
    info.direction = direction;
    info.meaning = meaning;
    for_each_field<Record>([&](const auto& field) { info.fields.push_back(describe_field(field)); });
    return info;
}

template <class Record>
void add_record(std::vector<MessageInfo>& all) {
    all.push_back(describe<Record>(Record::kRecord, {}, Direction::to_client));
    all.back().record = true;
}

template <class Variant, std::size_t... I>
void add_messages(std::vector<MessageInfo>& all, Direction direction, std::index_sequence<I...> /*alternatives*/) {
    (all.push_back(describe<std::variant_alternative_t<I, Variant>>(
         std::variant_alternative_t<I, Variant>::kType, std::variant_alternative_t<I, Variant>::kMeaning, direction)),
     ...);
}

template <class Variant>
void add_messages(std::vector<MessageInfo>& all, Direction direction) {
    add_messages<Variant>(all, direction, std::make_index_sequence<std::variant_size_v<Variant>>{});
}

std::vector<MessageInfo> describe_all() {
    std::vector<MessageInfo> all;
    add_record<Person>(all);
    add_record<WorkstationProof>(all);
    add_record<PresenceStamp>(all);
    add_record<Reaction>(all);
    add_record<Event>(all);
    add_record<Room>(all);
    add_record<Cursor>(all);
    add_record<RoomHead>(all);
    add_record<ReadMarker>(all);
    add_record<Status>(all);
    add_record<StoredPost>(all);
    add_record<Holder>(all);
    add_messages<ClientMessage>(all, Direction::to_server);
    add_messages<ServerMessage>(all, Direction::to_client);
    return all;
}

}  // namespace
}  // namespace detail

const std::vector<MessageInfo>& declarations() {
    static const std::vector<MessageInfo> all = detail::describe_all();
    return all;
}

}  // namespace workspace::core::wire

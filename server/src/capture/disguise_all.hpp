#pragma once

#include <string>
#include <type_traits>
#include <utility>

#include "capture/output_shapes.hpp"
#include "workspace/core/base/disguise.hpp"

/// Finds what is private in anything that has a shape, by the class of each field.
namespace workspace::capture {

/// Lines of what the server says, and of what a client says, each message disguised. A line that is no message becomes
/// one that is refused in the same way (for the same reason, of the same post) and holds nothing else of it.
[[nodiscard]] std::string disguised_server_text(const core::Disguise& disguise, std::string_view text);
[[nodiscard]] std::string disguised_frame(const core::Disguise& disguise, std::string_view text);

enum class FieldClass : std::uint8_t {
    text,    ///< whatever is not one of the others
    login,   ///< a login name
    token,   ///< proves who somebody is
    open,    ///< is no secret and nobody's
    dropped  ///< words about an error: they follow from the rest, and may quote it
};

template <class Record>
[[nodiscard]] constexpr FieldClass class_of(std::string_view name, bool secret) {
    if (secret) {
        return FieldClass::token;
    }
    if (name == "login" || name == "invite" || (std::is_same_v<Record, core::wire::Login> && name == "name")) {
        return FieldClass::login;
    }
    if (name == "reason") {
        return FieldClass::dropped;
    }
    return name == "hash" || name == "server" ? FieldClass::open : FieldClass::text;
}

/// Names that nobody chose and that lead to nobody.
template <class T>
inline constexpr bool kIsOpen =
    std::is_same_v<T, core::ClientId> || std::is_same_v<T, core::RoomEpoch> || std::is_same_v<T, core::BootId>;

class DisguiseAll {
public:
    explicit DisguiseAll(const core::Disguise& disguise) : disguise_(disguise) {}

    template <class T>
    void in(T& value, FieldClass of = FieldClass::text) const {
        if constexpr (std::is_same_v<T, std::string>) {
            text(value, of);
        } else if constexpr (std::is_same_v<T, core::SecretText>) {
            std::string revealed = value.reveal();
            disguise_.token(revealed);
            value = core::SecretText(std::move(revealed));
        } else if constexpr (std::is_same_v<T, core::hub::SharedText>) {
            value = std::make_shared<const std::string>(disguised_server_text(disguise_, *value));
        } else if constexpr (kIsBytes<T>) {
            if constexpr (!kIsOpen<T>) {
                disguise_.bytes(value.value);
            }
        } else if constexpr (kIsOptional<T>) {
            if (value) {
                in(*value, of);
            }
        } else if constexpr (kIsVector<T>) {
            for (auto& element : value) {
                in(element, of);
            }
        } else if constexpr (kIsVariant<T>) {
            std::visit([&](auto& known) { in(known, of); }, value);
        } else if constexpr (!kIsPlain<T>) {
            for_each_field<T>(
                [&](const auto& field) { in(value.*field.member, class_of<T>(field.name, field.secret)); });
        }
    }

private:
    void text(std::string& value, FieldClass of) const {
        switch (of) {
            case FieldClass::text: disguise_.text(value); break;
            case FieldClass::login: disguise_.login(value); break;
            case FieldClass::token: disguise_.token(value); break;
            case FieldClass::open: break;
            case FieldClass::dropped: value.clear(); break;
        }
    }

    const core::Disguise& disguise_;
};

template <class T>
[[nodiscard]] T disguised(const core::Disguise& disguise, T value) {
    DisguiseAll(disguise).in(value);
    return value;
}

}  // namespace workspace::capture

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "field_types.hpp"

namespace workspace::core::wire::detail {

/// Writes JSON straight from the members, without a document in between: an
/// event is encoded once a post, on the server's hottest path.
class Writer {
public:
    enum class Secrets : std::uint8_t { written, hidden };

    explicit Writer(Secrets secrets) : hide_(secrets == Secrets::hidden) { out_.reserve(256); }

    template <class Message>
    void message(const Message& message) {
        out_ += R"({"t":")";
        out_ += Message::kType;
        out_ += '"';
        fields(message);
        out_ += '}';
    }

    [[nodiscard]] std::string take() { return std::move(out_); }

private:
    template <class Record>
    void fields(const Record& record) {
        for_each_field<Record>([&](const auto& field) { member(field, record.*field.member); });
    }

    template <class Field, class T>
    void member(const Field& field, const T& value) {
        key(field.name);
        secret_or_value(field.secret, value);
    }
    template <class Field, class T>
    void member(const Field& field, const std::optional<T>& value) {
        if (value) {
            key(field.name);
            secret_or_value(field.secret, *value);
        }
    }
    template <class T>
    void secret_or_value(bool secret, const T& item) {
        if (secret && hide_) {
            hidden();
        } else {
            value(item);
        }
    }

    template <IsRecord Record>
    void value(const Record& record) {
        out_ += '{';
        fields(record);
        out_ += '}';
    }
    template <class T>
    void value(const std::vector<T>& list) {
        out_ += '[';
        for (const T& item : list) {
            separate();
            value(item);
        }
        out_ += ']';
    }
    template <class Tag>
    void value(const Id<Tag, std::int64_t>& id) {
        number(id.value);
    }
    template <class Tag, std::size_t N>
    void value(const Bytes<Tag, N>& bytes) {
        hex(bytes.value);
    }
    template <class Tag, std::size_t N>
    void value(const SecretBytes<Tag, N>& bytes) {
        if (hide_) {
            hidden();
        } else {
            hex(bytes.value);
        }
    }
    template <IsNamedEnum E>
    void value(E name) {
        text(enum_name(name));
    }
    void value(Refusal refusal) { text(enum_name(refusal)); }
    void value(CloseCode code) { number(static_cast<std::int64_t>(code)); }
    void value(WallTime time) { number(time.ms); }
    void value(std::int64_t count) { number(count); }
    void value(bool flag) { out_ += flag ? "true" : "false"; }
    void value(const std::string& words) { text(words); }
    void value(const SecretText& secret) {
        if (hide_) {
            hidden();
        } else {
            text(secret.reveal());
        }
    }

    void separate() {
        if (out_.back() != '{' && out_.back() != '[') {
            out_ += ',';
        }
    }
    void hidden() { out_ += "\"…\""; }

    void key(std::string_view name);
    void number(std::int64_t value);
    void text(std::string_view text);
    void hex(std::span<const std::uint8_t> bytes);

    std::string out_;
    bool hide_;
};

}  // namespace workspace::core::wire::detail

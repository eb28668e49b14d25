#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "workspace/core/base/disguise.hpp"

namespace workspace::capture {

/// Keyed hashes in place of what is private; the key is drawn at random and never leaves the object. Equal things get
/// equal hashes within one capture, so that a hub that is fed with them does the same.
///
///   bytes   bytes of the same length
///   text    as many letters as there were bytes. What JSON escapes stays (the encoded length is what the hub counts),
///           blank text stays blank, and `@login` becomes the mention of the hashed login; `@all` stays
///   login   as many letters; upper and lower case are the same
///   token   sixteen letters, whatever its length was
///
/// The letters are sixteen consonants: nothing that it makes can be read as a word, or as `all`.
class Redaction final : public core::Disguise {
public:
    Redaction();
    ~Redaction() override;
    Redaction(const Redaction&) = delete;
    Redaction& operator=(const Redaction&) = delete;

    void bytes(std::span<std::uint8_t> value) const override;
    void text(std::string& value) const override;
    void login(std::string& value) const override;
    void token(std::string& value) const override;

private:
    enum class Kind : std::uint8_t { bytes, text, login, token };
    void fill(Kind kind, std::span<const std::uint8_t> value, std::span<std::uint8_t> out) const;
    [[nodiscard]] std::string letters(Kind kind, std::string_view value, std::size_t count) const;

    std::array<std::uint8_t, 32> key_{};
};

}  // namespace workspace::capture

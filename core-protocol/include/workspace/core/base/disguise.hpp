#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace workspace::core {

/// What private things are replaced with before they are shown or kept. Here nothing is: the hosts know better
/// disguises. Equal things become equal things.
class Disguise {
public:
    virtual ~Disguise() = default;
    /// Keys, sessions, tokens, challenges: of any length, which stays.
    virtual void bytes(std::span<std::uint8_t> /*value*/) const {}
    /// What people write and call each other. Takes as many bytes in JSON afterwards as before.
    virtual void text(std::string& /*value*/) const {}
    /// A login name, whose mentions in a text become mentions of what it becomes.
    virtual void login(std::string& /*value*/) const {}
    /// A password or a token, as text.
    virtual void token(std::string& /*value*/) const {}
};

}  // namespace workspace::core

#pragma once

namespace workspace::cli {

/// For std::visit: one lambda for each kind.
template <class... Parts>
struct Overloaded : Parts... {
    using Parts::operator()...;
};

}  // namespace workspace::cli

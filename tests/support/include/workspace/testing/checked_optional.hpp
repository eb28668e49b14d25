#pragma once

#include <optional>

namespace workspace::testing {

/// An optional that throws std::bad_optional_access when a test looks into it and nothing is there: the test fails by
/// its name, and a transcript that is run again with a failing store stops at the first answer that did not come.
template <class T>
class CheckedOptional : public std::optional<T> {
public:
    using std::optional<T>::optional;
    const T& operator*() const { return this->value(); }
    const T* operator->() const { return &this->value(); }
};

}  // namespace workspace::testing

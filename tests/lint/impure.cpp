// What tests/lint/purity.sh must refuse: the test of the check.
#include <chrono>

long impure() {
    return std::chrono::system_clock::now().time_since_epoch().count();
}

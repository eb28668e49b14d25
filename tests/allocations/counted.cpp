#include "counted.hpp"

#include <cstdlib>
#include <new>

namespace {

std::uint64_t counted = 0;  // one thread here
std::uint64_t counted_bytes = 0;

void* take(std::size_t size) {
    ++counted;
    counted_bytes += size;
    if (void* memory = std::malloc(size == 0 ? 1 : size)) {
        return memory;
    }
    throw std::bad_alloc{};
}

}  // namespace

std::uint64_t workspace::testing::allocations() {
    return counted;
}
std::uint64_t workspace::testing::allocated_bytes() {
    return counted_bytes;
}

// The array forms of the standard library call these.
void* operator new(std::size_t size) {
    return take(size);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept {
    std::free(memory);
}

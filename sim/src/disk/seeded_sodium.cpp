#include "disk/seeded_sodium.hpp"

#include <sodium.h>
#include <mutex>
#include <stdexcept>

namespace workspace::sim {

namespace {

thread_local Chance* drawn_from = nullptr;

void draw(void* out, std::size_t size) {
    if (drawn_from != nullptr) {
        drawn_from->secret({static_cast<std::uint8_t*>(out), size});
    } else {
        randombytes_sysrandom_implementation.buf(out, size);
    }
}

std::uint32_t draw_number() {
    std::uint32_t number = 0;
    draw(&number, sizeof number);
    return number;
}

const char* name_of_source() {
    return "seeded";
}

}  // namespace

void prepare_seeded_sodium() {
    static std::once_flag once;
    std::call_once(once, [] {
        static randombytes_implementation source{};
        source.implementation_name = name_of_source;
        source.random = draw_number;
        source.buf = draw;
        if (randombytes_set_implementation(&source) != 0 || sodium_init() < 0) {
            throw std::runtime_error("libsodium does not start");
        }
    });
}

SeededSodium::SeededSodium(Chance& chance) {
    drawn_from = &chance;
}

SeededSodium::~SeededSodium() {
    drawn_from = nullptr;
}

}  // namespace workspace::sim

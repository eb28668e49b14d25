#pragma once

#include "world/chance.hpp"

namespace workspace::sim {

/// While it lives, what libsodium draws on this thread comes from `chance`: the ids that the server's store makes are
/// those of the seed.
class SeededSodium {
public:
    explicit SeededSodium(Chance& chance);
    ~SeededSodium();
    SeededSodium(const SeededSodium&) = delete;
    SeededSodium& operator=(const SeededSodium&) = delete;
};

/// To be called before the first; what is drawn elsewhere comes from the operating system, as ever.
void prepare_seeded_sodium();

}  // namespace workspace::sim

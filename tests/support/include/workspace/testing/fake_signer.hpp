#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "workspace/core/wire/codec.hpp"
#include "workspace/testing/fake_entropy.hpp"

namespace workspace::testing {

/// Deterministic bytes for a name: ids that read the same in each run.
template <class Id>
[[nodiscard]] Id id_of(std::string_view name) {
    std::uint64_t seed = 0xcbf29ce484222325ULL;
    for (const char c : name) {
        seed = (seed ^ static_cast<std::uint8_t>(c)) * 0x100000001b3ULL;
    }
    Id id;
    FakeEntropy{seed}.secret(id.value);
    return id;
}

/// Signatures without cryptography: whoever knows the (public) key can make them, and a changed byte breaks them.
[[nodiscard]] inline core::Signature fake_signature(const core::WorkstationKey& key, std::string_view bytes) {
    return id_of<core::Signature>(key.hex().append(bytes));
}

/// A computer, by its name: the name decides key, hint and boot id.
struct FakeWorkstation {
    std::string label;
    core::WorkstationKey key;
    core::WorkstationHint hint;
    core::OsBootId os_boot;

    explicit FakeWorkstation(std::string name)
        : label(std::move(name)),
          key(id_of<core::WorkstationKey>("key of " + label)),
          hint(id_of<core::WorkstationHint>("hint of " + label)),
          os_boot(id_of<core::OsBootId>("boot of " + label)) {}

    [[nodiscard]] core::wire::WorkstationProof prove(const core::Challenge& challenge) const {
        return {key, hint, os_boot, label, fake_signature(key, core::wire::claim_bytes(challenge, hint, os_boot))};
    }
};

[[nodiscard]] inline bool fake_proof_holds(const core::wire::WorkstationProof& proof,
                                           const core::Challenge& challenge) {
    return proof.signature == fake_signature(proof.key, core::wire::claim_bytes(challenge, proof.hint, proof.os_boot));
}

}  // namespace workspace::testing

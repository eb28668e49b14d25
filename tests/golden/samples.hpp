#pragma once

#include <vector>

#include "workspace/core/wire/codec.hpp"

/// At least one message of every type, with and without what may be missing. The golden files hold their
/// bytes.
namespace workspace::core::test {

[[nodiscard]] std::vector<wire::ClientMessage> sample_client_messages();
[[nodiscard]] std::vector<wire::ServerMessage> sample_server_messages();

/// A claim that is really signed: the private key (Ed25519 seed) is the bytes 00 01 02 … 1f. For clients in
/// other languages to test themselves with; docs/protocol.md shows it.
struct SigningVector {
    Challenge challenge;
    wire::WorkstationProof proof;
};
[[nodiscard]] SigningVector signing_vector();

}  // namespace workspace::core::test

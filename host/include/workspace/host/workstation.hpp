#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "workspace/core/client/client.hpp"

/// The computer's identity towards a server (W1).
namespace workspace::host {

/// An Ed25519 key pair. The secret half never leaves this class.
class WorkstationKeyPair {
public:
    using Seed = std::array<std::uint8_t, 32>;
    static WorkstationKeyPair generate();
    static WorkstationKeyPair from_seed(const Seed& seed);

    [[nodiscard]] const core::WorkstationKey& public_key() const { return public_key_; }
    [[nodiscard]] core::Signature sign(std::string_view bytes) const;
    /// Writes the seed as hexadecimal digits, mode 0600.
    void save(const std::filesystem::path& file) const;

private:
    WorkstationKeyPair() = default;
    Seed seed_{};
    core::WorkstationKey public_key_;
    std::array<std::uint8_t, 64> secret_key_{};
};

/// Where the facts about a computer are read; tests point it elsewhere.
struct ComputerFiles {
    std::filesystem::path root = "/";
    /// Made when the package is installed, one for all users of the computer.
    [[nodiscard]] std::filesystem::path machine_key() const { return root / "var/lib/workspace/workstation.key"; }
};

struct Workstation {
    WorkstationKeyPair key;
    core::client::WorkstationIdentity identity;
    std::vector<std::string> warnings;  ///< what was mended, in words
};

/// The computer's own identity. Key: `data_dir`/workstation.key, else the machine's, else one is made in `data_dir`.
/// Hint: keyed hash of the machine id and the permanent address of the first physical network interface, never the raw
/// values; where a computer has neither, a hash of the key. An empty `label` is the computer's pretty or plain name.
[[nodiscard]] Workstation load_workstation(const std::filesystem::path& data_dir, const std::string& label,
                                           const ComputerFiles& files = {});

/// A made-up computer for tests and bots: key and hint are derived from `name` alone, so that the same name is the same
/// computer in every data folder. Anyone can derive it: not for people.
[[nodiscard]] Workstation made_up_workstation(const std::string& name, const std::string& label,
                                              const ComputerFiles& files = {});

/// Makes a new key in `data_dir`, after `workstation_cloned` (W1); the old one is kept aside.
[[nodiscard]] Workstation replace_workstation_key(const std::filesystem::path& data_dir, const std::string& label,
                                                  const ComputerFiles& files = {});

}  // namespace workspace::host

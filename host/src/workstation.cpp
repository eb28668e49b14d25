#include "workspace/host/workstation.hpp"

#include <algorithm>
#include <optional>
#include <span>

#include <sodium.h>

#include "computer_facts.hpp"
#include "workspace/host/private_files.hpp"
#include "workspace/host/system_entropy.hpp"
#include "workspace/host/utf8.hpp"

namespace workspace::host {
namespace {

static_assert(crypto_sign_SEEDBYTES == 32 && crypto_sign_PUBLICKEYBYTES == core::WorkstationKey::kSize);
static_assert(crypto_sign_BYTES == core::Signature::kSize && crypto_sign_SECRETKEYBYTES == 64);

constexpr std::size_t kKeyFileBytesMax = 1024;
constexpr const char* kKeyFile = "workstation.key";

/// BLAKE2b keyed by what the hash is for: the same fact gives unrelated values to different applications and uses.
template <class Out>
Out keyed_hash(std::string_view purpose, std::string_view text) {
    Out out{};
    auto bytes = std::span<std::uint8_t>(out);
    crypto_generichash(bytes.data(), bytes.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                       reinterpret_cast<const unsigned char*>(purpose.data()), purpose.size());
    return out;
}

constexpr std::string_view kHintPurpose = "workspace.v1 workstation hint";
constexpr std::string_view kBootPurpose = "workspace.v1 os boot";
constexpr std::string_view kMadeUpKeyPurpose = "workspace.v1 made-up workstation key";
constexpr std::string_view kMadeUpHintPurpose = "workspace.v1 made-up workstation hint";

core::OsBootId os_boot(const ComputerFiles& files) {
    // Without a boot id (not on Linux) all starts look like one: a clone is not told apart, nobody is refused.
    const std::string boot = os_boot_id(files.root).value_or("");
    return {keyed_hash<std::array<std::uint8_t, 16>>(kBootPurpose, boot)};
}

core::WorkstationHint hint_of(const core::WorkstationKey& key, const ComputerFiles& files) {
    const auto machine = machine_id(files.root);
    const auto address = permanent_address(files.root);
    const std::string facts = machine || address ? machine.value_or("") + "\n" + address.value_or("") : key.hex();
    return {keyed_hash<std::array<std::uint8_t, 32>>(kHintPurpose, facts)};
}

/// None when there is no file; also none, after moving it aside, when it does not hold a key.
std::optional<WorkstationKeyPair> read_key(const std::filesystem::path& file, std::vector<std::string>* warnings) {
    const auto text = read_file(file, kKeyFileBytesMax);
    if (!text) {
        return std::nullopt;
    }
    std::string_view digits = *text;
    while (!digits.empty() && (digits.back() == '\n' || digits.back() == '\r')) {
        digits.remove_suffix(1);
    }
    WorkstationKeyPair::Seed seed{};
    if (core::from_hex(digits, seed)) {
        return WorkstationKeyPair::from_seed(seed);
    }
    if (warnings != nullptr) {
        const auto aside = move_aside(file);
        warnings->push_back("This computer's key in " + file.string() + " could not be read; it is kept as " +
                            aside.filename().string() + ", and a new one was made. Log in with your password.");
    }
    return std::nullopt;
}

WorkstationKeyPair made_key(const std::filesystem::path& file) {
    const auto key = WorkstationKeyPair::generate();
    key.save(file);
    return key;
}

Workstation assemble(WorkstationKeyPair key, const std::string& label, const ComputerFiles& files) {
    core::client::WorkstationIdentity identity{.key = key.public_key(),
                                               .hint = hint_of(key.public_key(), files),
                                               .os_boot = os_boot(files),
                                               .label = clean_label(label)};
    if (identity.label.empty()) {
        identity.label = computer_name(files.root);
    }
    return {.key = std::move(key), .identity = std::move(identity), .warnings = {}};
}

}  // namespace

WorkstationKeyPair WorkstationKeyPair::generate() {
    require_sodium();
    Seed seed{};
    randombytes_buf(seed.data(), seed.size());
    return from_seed(seed);
}

WorkstationKeyPair WorkstationKeyPair::from_seed(const Seed& seed) {
    require_sodium();
    WorkstationKeyPair pair;
    pair.seed_ = seed;
    crypto_sign_seed_keypair(pair.public_key_.value.data(), pair.secret_key_.data(), seed.data());
    return pair;
}

core::Signature WorkstationKeyPair::sign(std::string_view bytes) const {
    core::Signature signature;
    crypto_sign_detached(signature.value.data(), nullptr, reinterpret_cast<const unsigned char*>(bytes.data()),
                         bytes.size(), secret_key_.data());
    return signature;
}

void WorkstationKeyPair::save(const std::filesystem::path& file) const {
    write_private_file(file, core::to_hex(seed_) + "\n");
}

Workstation load_workstation(const std::filesystem::path& data_dir, const std::string& label,
                             const ComputerFiles& files) {
    std::vector<std::string> warnings;
    const std::filesystem::path own = data_dir / kKeyFile;
    auto key = read_key(own, &warnings);
    if (!key) {
        key = read_key(files.machine_key(), nullptr);
    }
    Workstation workstation = assemble(key ? std::move(*key) : made_key(own), label, files);
    workstation.warnings = std::move(warnings);
    return workstation;
}

Workstation made_up_workstation(const std::string& name, const std::string& label, const ComputerFiles& files) {
    require_sodium();
    auto key = WorkstationKeyPair::from_seed(keyed_hash<WorkstationKeyPair::Seed>(kMadeUpKeyPurpose, name));
    Workstation workstation = assemble(std::move(key), label.empty() ? name : label, files);
    workstation.identity.hint = {keyed_hash<std::array<std::uint8_t, 32>>(kMadeUpHintPurpose, name)};
    return workstation;
}

Workstation replace_workstation_key(const std::filesystem::path& data_dir, const std::string& label,
                                    const ComputerFiles& files) {
    const std::filesystem::path own = data_dir / kKeyFile;
    if (std::filesystem::exists(own)) {
        std::filesystem::rename(own, data_dir / "workstation.key.cloned");
    }
    return assemble(made_key(own), label, files);
}

}  // namespace workspace::host

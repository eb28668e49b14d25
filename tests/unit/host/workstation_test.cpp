#include "workspace/host/workstation.hpp"

#include <sodium.h>
#include <sys/stat.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "temporary_folder.hpp"
#include "workspace/host/private_files.hpp"

namespace workspace::host {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;
using testing::TemporaryFolder;

/// A computer made of files.
struct Computer {
    Computer() {
        folder.write("etc/machine-id", "0123456789abcdef0123456789abcdef\n");
        folder.write("proc/sys/kernel/random/boot_id", "first-boot\n");
        folder.write("proc/sys/kernel/hostname", "pc-atelier\n");
        network_interface("lo", "00:00:00:00:00:00", "0", false);
        network_interface("docker0", "02:42:00:00:00:01", "3", false);
        network_interface("eth0", "52:54:00:aa:bb:cc", "0", true);
    }
    void network_interface(const std::string& name, std::string_view address, std::string_view type,
                           bool physical) const {
        const std::filesystem::path base = std::filesystem::path("sys/class/net") / name;
        folder.write(base / "address", std::string(address) + "\n");
        folder.write(base / "addr_assign_type", std::string(type) + "\n");
        if (physical) {
            folder.write(base / "device" / "vendor", "x");
        }
    }
    [[nodiscard]] ComputerFiles files() const { return {folder.path()}; }
    TemporaryFolder folder;
};

TEST(Workstation, W1_KeepsItsKeyAcrossStarts) {
    const Computer computer;
    const TemporaryFolder data;
    const auto first = load_workstation(data.path(), "", computer.files());
    const auto second = load_workstation(data.path(), "", computer.files());
    EXPECT_EQ(first.identity.key, second.identity.key);
    EXPECT_EQ(first.identity.hint, second.identity.hint);
    EXPECT_EQ(first.identity.label, "pc-atelier");
    struct stat facts{};
    ASSERT_EQ(::stat((data.path() / "workstation.key").c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0600U);
}

TEST(Workstation, W1_SignaturesFitThePublicKey) {
    const TemporaryFolder data;
    const auto workstation = load_workstation(data.path(), "", Computer().files());
    const std::string_view message = "a claim";
    const auto signature = workstation.key.sign(message);
    const auto verify = [&](std::string_view text) {
        return crypto_sign_verify_detached(signature.value.data(), reinterpret_cast<const unsigned char*>(text.data()),
                                           text.size(), workstation.identity.key.value.data());
    };
    EXPECT_EQ(verify("a claim"), 0);
    EXPECT_NE(verify("b claim"), 0);
}

TEST(Workstation, W1_TheHintIsTheComputersNotTheFolders) {
    const Computer computer;
    const TemporaryFolder one;
    const TemporaryFolder two;
    const auto first = load_workstation(one.path(), "", computer.files());
    const auto second = load_workstation(two.path(), "", computer.files());
    EXPECT_NE(first.identity.key, second.identity.key);
    EXPECT_EQ(first.identity.hint, second.identity.hint);
}

TEST(Workstation, W1_TheHintHangsOnMachineIdAndPermanentAddressAlone) {
    const TemporaryFolder data;
    const Computer computer;
    const auto hint = [&] { return load_workstation(data.path(), "", computer.files()).identity.hint; };
    const auto before = hint();
    computer.network_interface("aaa0", "02:11:22:33:44:55", "3", true);
    computer.network_interface("veth1", "02:11:22:33:44:56", "0", false);
    EXPECT_EQ(hint(), before) << "made-up and virtual addresses do not count";
    computer.network_interface("eth0", "52:54:00:aa:bb:dd", "0", true);
    const auto other_card = hint();
    EXPECT_NE(other_card, before);
    computer.folder.write("etc/machine-id", "ffffffffffffffffffffffffffffffff\n");
    EXPECT_NE(hint(), other_card);
}

TEST(Workstation, W1_ACloneOfTheDiskShowsInTheBootId) {
    const TemporaryFolder data;
    const Computer computer;
    const auto before = load_workstation(data.path(), "", computer.files()).identity.os_boot;
    EXPECT_EQ(load_workstation(data.path(), "", computer.files()).identity.os_boot, before);
    computer.folder.write("proc/sys/kernel/random/boot_id", "second-boot\n");
    EXPECT_NE(load_workstation(data.path(), "", computer.files()).identity.os_boot, before);
}

TEST(Workstation, AComputerWithoutFactsStillHasAHintOfItsOwn) {
    const TemporaryFolder empty;
    const TemporaryFolder one;
    const TemporaryFolder two;
    const auto first = load_workstation(one.path(), "", {empty.path()});
    const auto second = load_workstation(two.path(), "", {empty.path()});
    EXPECT_NE(first.identity.hint, second.identity.hint) << "computers without facts must not share one";
    EXPECT_EQ(first.identity.label, "this computer");
}

TEST(Workstation, ThePrettyNameIsPreferredAndALabelWins) {
    const TemporaryFolder data;
    const Computer computer;
    computer.folder.write("etc/machine-info", "ICON=x\nPRETTY_HOSTNAME=\"Atelier, 2nd floor\"\n");
    EXPECT_EQ(load_workstation(data.path(), "", computer.files()).identity.label, "Atelier, 2nd floor");
    EXPECT_EQ(load_workstation(data.path(), "mine", computer.files()).identity.label, "mine");
}

TEST(Workstation, TheMachinesKeyServesFoldersThatHaveNone) {
    const Computer computer;
    const TemporaryFolder data;
    WorkstationKeyPair::Seed seed{};
    seed.fill(7);
    const auto machine = WorkstationKeyPair::from_seed(seed);
    machine.save(computer.files().machine_key());
    EXPECT_EQ(load_workstation(data.path(), "", computer.files()).identity.key, machine.public_key());
    EXPECT_FALSE(std::filesystem::exists(data.path() / "workstation.key"));
}

TEST(Workstation, ABrokenKeyIsKeptAsideAndTold) {
    const TemporaryFolder data;
    data.write("workstation.key", "not a key");
    const auto workstation = load_workstation(data.path(), "", Computer().files());
    ASSERT_THAT(workstation.warnings, SizeIs(1));
    EXPECT_THAT(workstation.warnings.front(), HasSubstr("workstation.key.broken-1"));
    EXPECT_EQ(read_file(data.path() / "workstation.key.broken-1", 100), "not a key");
}

TEST(Workstation, MadeUpOnesAreTheSameInEveryFolder) {
    const auto one = made_up_workstation("pc-1", "");
    const auto again = made_up_workstation("pc-1", "");
    const auto other = made_up_workstation("pc-2", "");
    EXPECT_EQ(one.identity.key, again.identity.key);
    EXPECT_EQ(one.identity.hint, again.identity.hint);
    EXPECT_EQ(one.identity.os_boot, other.identity.os_boot) << "it is one operating system";
    EXPECT_EQ(one.identity.label, "pc-1");
    EXPECT_NE(one.identity.key, other.identity.key);
    EXPECT_NE(one.identity.hint, other.identity.hint);
}

TEST(Workstation, W1_AClonesNewKeyLeavesTheOldOneAside) {
    const TemporaryFolder data;
    const Computer computer;
    const auto before = load_workstation(data.path(), "", computer.files());
    const auto after = replace_workstation_key(data.path(), "", computer.files());
    EXPECT_NE(before.identity.key, after.identity.key);
    EXPECT_EQ(load_workstation(data.path(), "", computer.files()).identity.key, after.identity.key);
    EXPECT_TRUE(std::filesystem::exists(data.path() / "workstation.key.cloned"));
}

}  // namespace
}  // namespace workspace::host

#include "workspace/desktop/instance/single_instance.hpp"

#include <glibmm/main.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <thread>

#include "../host/temporary_folder.hpp"
#include "desktop_log.hpp"

namespace workspace::desktop {
namespace {

using ::testing::HasSubstr;
using workspace::testing::TemporaryFolder;
using workspace::testing::words_thrown_by;
using By = SingleInstance::Taken::By;

/// A process that holds the lock of `folder` and nothing else, until it is killed.
class Holder {
public:
    explicit Holder(const std::filesystem::path& folder) {
        int ready[2];
        if (::pipe(ready) != 0) {
            throw std::runtime_error("pipe failed");
        }
        child_ = ::fork();
        if (child_ == 0) {
            MachineLock lock = MachineLock::open(folder);
            const char taken = lock.try_take() ? '1' : '0';
            (void)!::write(ready[1], &taken, 1);
            ::pause();
            ::_exit(0);
        }
        char taken = '0';
        (void)!::read(ready[0], &taken, 1);
        ::close(ready[0]);
        ::close(ready[1]);
        EXPECT_EQ(taken, '1');
    }
    ~Holder() { kill(); }
    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;

    void kill() {
        if (child_ > 0) {
            ::kill(child_, SIGKILL);
            ::waitpid(child_, nullptr, 0);
            child_ = 0;
        }
    }

private:
    pid_t child_ = 0;
};

TEST(DesktopSingleInstance, W2_TheLockIsOnesAcrossWhateverPathLeadsToIt) {
    const TemporaryFolder folder;
    MachineLock first = MachineLock::open(folder.path());
    EXPECT_TRUE(first.try_take());
    std::filesystem::create_directory_symlink(folder.path(), folder.path() / "link");
    MachineLock second = MachineLock::open(folder.path() / "link");
    EXPECT_FALSE(second.try_take());
    EXPECT_EQ(holder_of(first.file()), ::geteuid());
}

TEST(DesktopSingleInstance, W2_AfterKill9TheLockIsFree) {
    const TemporaryFolder folder;
    Holder holder(folder.path());
    SingleInstance refused;
    const auto taken = refused.claim(folder.path(), {});
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->by, By::silent) << "it holds the lock and does not listen";
    holder.kill();
    SingleInstance next;
    EXPECT_FALSE(next.claim(folder.path(), {}));
}

TEST(DesktopSingleInstance, W2_ASecondStartRaisesTheFirst) {
    testing::prepare();
    const TemporaryFolder folder;
    SingleInstance first;
    ASSERT_FALSE(first.claim(folder.path(), {}));
    const auto loop = Glib::MainLoop::create();
    std::vector<std::string> raised;
    first.listener().serve([&](const std::string& token) { raised.push_back(token); });
    std::optional<SingleInstance::Taken> taken;
    std::thread second([&] {
        SingleInstance instance;
        taken = instance.claim(folder.path(), "token-7");
        Glib::MainContext::get_default()->invoke([&] {
            loop->quit();
            return false;
        });
    });
    loop->run();
    second.join();
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->by, By::raised);
    EXPECT_EQ(raised, std::vector<std::string>{"token-7"});
}

TEST(DesktopSingleInstance, W2_TheNextOneHasItOnceTheFirstIsGone) {
    const TemporaryFolder folder;
    {
        SingleInstance first;
        ASSERT_FALSE(first.claim(folder.path(), {}));
    }
    SingleInstance second;
    EXPECT_FALSE(second.claim(folder.path(), {}));
}

TEST(DesktopSingleInstance, AFolderThatCannotBeUsedIsNamed) {
    const TemporaryFolder folder;
    const auto file = folder.write("file", "not a folder");
    EXPECT_THAT(words_thrown_by([&] { (void)MachineLock::open(file); }), HasSubstr(file.string()));
}

TEST(DesktopSingleInstance, W2_AnotherUserIsToldWhoHoldsIt) {
    EXPECT_THAT(words_of({By::other_user, "Alice Martin (alice)"}),
                HasSubstr("for Alice Martin (alice) on this computer"));
    EXPECT_THAT(words_of({By::other_user, ""}), HasSubstr("another user of this computer"));
    EXPECT_EQ(user_name_of(0), "root");
}

}  // namespace
}  // namespace workspace::desktop

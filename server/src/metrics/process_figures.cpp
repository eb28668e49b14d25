#include "metrics/process_figures.hpp"

#include <sys/resource.h>
#include <unistd.h>
#include <filesystem>
#include <fstream>

namespace workspace::server {

ProcessFigures process_figures() {
    ProcessFigures figures;
    std::size_t pages = 0;
    std::size_t resident = 0;
    if (std::ifstream("/proc/self/statm") >> pages >> resident) {
        figures.resident_bytes = resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    }
    std::error_code failed;
    std::filesystem::directory_iterator entry("/proc/self/fd", failed);
    for (; !failed && entry != std::filesystem::directory_iterator(); entry.increment(failed)) {
        ++figures.open_files;
    }
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        figures.open_files_max = limit.rlim_cur;
    }
    return figures;
}

}  // namespace workspace::server

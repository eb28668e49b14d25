#include "app/command_line.hpp"

int main(int argc, char** argv) {
    return workspace::server::run_command_line(argc, argv);
}

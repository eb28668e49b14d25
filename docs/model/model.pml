/* Lease admission: the hub, its store, the clients, a bad network and restarts. README.md says what this leaves out.
 * Every `inline` is one action or a part of one; the comment above it names what does it in core-protocol/ (`core:`),
 * or says that it is the world's doing (`world:`). One action is one turn of the hub or of a client.
 *
 * The bounds of a configuration; ./dev model sets them. */
#ifndef ACCOUNTS
#define ACCOUNTS 2
#endif
#ifndef CLIENTS
#define CLIENTS 2      /* one a workstation (W2), unless TWINS */
#endif
#ifndef CONNS
#define CONNS 4        /* connections that are ever opened */
#endif
#ifndef WISHES
#define WISHES 3       /* what persons do: sign in, use here, log out, quit, start again */
#endif
#ifndef CUTS
#define CUTS 1         /* connections that break, and clocks that run out too early */
#endif
#ifndef RESTARTS
#define RESTARTS 0
#endif
#ifndef FAILURES
#define FAILURES 0     /* batches that the store cannot commit */
#endif
#ifndef POSTS
#define POSTS 0
#endif
#ifndef API_LOGOUTS
#define API_LOGOUTS 0
#endif
#define ASK 0
#define REJECT 1
#define TAKEOVER 2
#ifndef POLICY
#define POLICY ASK
#endif
#ifdef TWINS
#define WORKSTATION_OF(c) 0
#else
#define WORKSTATION_OF(c) (c)
#endif
#define OPERATIONS 8   /* under way at the store at most */
#define PROBE_ROUNDS_MAX 2

/* A macro for each of the connections, accounts, clients. */
#if CONNS == 3
#define EACH_CONN(action) :: action(0) :: action(1) :: action(2)
#define ANY_CONN(p) (p(0) || p(1) || p(2))
#elif CONNS == 4
#define EACH_CONN(action) :: action(0) :: action(1) :: action(2) :: action(3)
#define ANY_CONN(p) (p(0) || p(1) || p(2) || p(3))
#elif CONNS == 5
#define EACH_CONN(action) :: action(0) :: action(1) :: action(2) :: action(3) :: action(4)
#define ANY_CONN(p) (p(0) || p(1) || p(2) || p(3) || p(4))
#else
#define EACH_CONN(action) :: action(0) :: action(1) :: action(2) :: action(3) :: action(4) :: action(5)
#define ANY_CONN(p) (p(0) || p(1) || p(2) || p(3) || p(4) || p(5))
#endif
#if ACCOUNTS == 1
#define EACH_ACCOUNT(action) :: action(0)
#define EACH_ACCOUNT_OF(action, c) :: action(c, 0)
#elif ACCOUNTS == 2
#define EACH_ACCOUNT(action) :: action(0) :: action(1)
#define EACH_ACCOUNT_OF(action, c) :: action(c, 0) :: action(c, 1)
#else
#define EACH_ACCOUNT(action) :: action(0) :: action(1) :: action(2)
#define EACH_ACCOUNT_OF(action, c) :: action(c, 0) :: action(c, 1) :: action(c, 2)
#endif
#if CLIENTS == 1
#define EACH_CLIENT(action) :: action(0)
#elif CLIENTS == 2
#define EACH_CLIENT(action) :: action(0) :: action(1)
#else
#define EACH_CLIENT(action) :: action(0) :: action(1) :: action(2)
#endif

#include "state.pml"
#include "rules.pml"
#include "admission.pml"
#include "hub.pml"
#include "store.pml"
#include "client.pml"
#include "world.pml"
#include "fair.pml"

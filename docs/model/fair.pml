/* What must come true when whoever can act for ever does act (spin -a -f). */
#define TRYING(c) (client[c] == CONNECTING || client[c] == WAITING)
#if CLIENTS == 1
#define SOMEBODY_TRIES TRYING(0)
#elif CLIENTS == 2
#define SOMEBODY_TRIES (TRYING(0) || TRYING(1))
#else
#define SOMEBODY_TRIES (TRYING(0) || TRYING(1) || TRYING(2))
#endif
/* A lease whose connection is not there any more, or broke. */
#define IS_GHOST(k) (row[k] != NONE && (!IS_BOUND(k) || cut[k]))

#ifdef FAIR
/* Whoever proves who they are gets in, or is told who holds it. Only `try again` leaves a client trying, and the
 * rules for a refusal (rules.pml) say that what it was told is so. */
ltl in_or_told { []<>(!SOMEBODY_TRIES) }
/* S9, S10: no lease without its connection stays. */
ltl no_ghost { []<>(!ANY_CONN(IS_GHOST)) }
#endif

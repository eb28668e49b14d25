/* The rules, as assertions; `RULE(S1, …)` so that the name stands in the trail of a counterexample. */
#define RULE(name, holds) assert(holds)

/* S1, S2: at most one row an account, one a workstation; and one bound connection an account. */
/* core: broken_rules */
inline one_lease_each() {
    for (i : 0 .. CONNS - 1) {
        for (j : 0 .. CONNS - 1) {
            if
            :: i < j && row[i] != NONE && row[j] != NONE ->
                RULE(S1, account_of[i] != account_of[j]);
                RULE(S2, WORKSTATION_OF(client_of[i]) != WORKSTATION_OF(client_of[j]))
            :: else
            fi;
            if
            :: i < j && IS_BOUND(i) && IS_BOUND(j) -> RULE(S1_connections, account_of[i] != account_of[j])
            :: else
            fi
        }
    }
}

/* P1, S10: when the store owes no answer, the hub's table is the store's. */
/* core: broken_rules */
inline tables_agree() {
    if
    :: operations == 0 ->
        for (i : 0 .. CONNS - 1) {
            if
            :: row[i] != NONE ->
                RULE(P1, lease[account_of[i]] == row[i] && lease_row[account_of[i]] == i)
            :: phase[i] != UNUSED && row[i] == NONE && lease[account_of[i]] != NONE ->
                RULE(P1, lease_row[account_of[i]] != i)
            :: else
            fi
        }
    :: else
    fi
}

/* A claim of a connection that its client has left closes the one that the client has opened since. */
#define LATE_CLAIM_WINS (of_account != NO && elsewhere == NO && !CURRENT(x) && \
                         IS_BOUND(of_account) && CURRENT(of_account) && client_of[x] == client_of[of_account])

/* What a grant to `x` may end, whatever led to it: the rows `of_account` and `others_here`. Looks at which binding was
 * found silent, not at the epoch that the decision saw. */
/* core: decide_admission */
inline grant_is_lawful() {
    RULE(S5_late, !LATE_CLAIM_WINS);
    RULE(S12_displaced, session_of[x] == 0 || standing_of[session_of[x]] == GOOD);
    if
    :: !by_person[x] -> RULE(S12_automatic, others_here == NO && (of_account == NO || own))
    :: else
    fi;
    if
    :: others_here != NO && row[others_here] == ROW_LIVE ->
        RULE(S7, Q(x, account_of[others_here]) == SILENT && OF(x, account_of[others_here]) == others_here + 1)
    :: else
    fi;
    if
    :: elsewhere != NO && row[elsewhere] == ROW_LIVE && POLICY != TAKEOVER &&
       !(POLICY == ASK && consent[x] != 0 && consent[x] == session_of[elsewhere]) ->
        RULE(S6, Q(x, account_of[x]) == SILENT && OF(x, account_of[x]) == elsewhere + 1)
    :: else
    fi
}

/* Decisions that some run has to come to, or the rules above would say nothing: values of REACH. */
#define CONSENTED_TAKEOVER (code == DECIDED_GRANT && elsewhere != NO && row[elsewhere] == ROW_LIVE && contested == NO)
#define TAKEOVER_OF_SILENT (code == DECIDED_GRANT && contested != NO && row[contested] == ROW_LIVE)
#define EVICTION_OF_SILENT (code == DECIDED_GRANT && others_here != NO && row[others_here] == ROW_LIVE)
#define BUSY_AFTER_PROBE (code == R_BUSY && by_person[x])
#define DISPLACED_COMES_BACK (code == R_SUPERSEDED && session_of[x] != 0 && standing_of[session_of[x]] == DISPLACED)
#define THIRD_ROUND (code == R_TRY_AGAIN)

/* What may be refused, or asked about first. */
/* core: decide_admission */
inline refusal_is_lawful() {
    /* a person with a good name meets nobody: in, at once (S4), nobody but its own account on its own computer: the
     * same (S5) */
    RULE(S5, !(others_here == NO && elsewhere == NO && (by_person[x] || of_account == NO || own) &&
               (session_of[x] == 0 || standing_of[session_of[x]] == GOOD)));
    /* told who holds it, and there is somebody (the README's liveness counts on it) */
    RULE(told_the_truth, code != R_BUSY || others_here != NO);
    RULE(told_the_truth, (code != R_ELSEWHERE && code != R_ELSEWHERE_NONCE) || elsewhere != NO)
}

/* The store (include/workspace/core/hub/store_port.hpp) and what the hub makes of its answers. An operation may wait
 * for ever long; it takes effect and is answered in one action, in the order in which it was asked. Nobody sees the
 * store but through its answers, so that nothing is lost by it; a restart may find any number of them done (world.pml).
 */

/* The row that has the account and the epoch of `k`, whichever binding that is: in the scratch variable `r`. */
/* core: LeaseTable::find */
inline find_row(k) {
    r = NO;
    for (i : 0 .. CONNS - 1) {
        if
        :: row[i] != NONE && SAME_EPOCH(i, k) -> r = i
        :: else
        fi
    }
}

/* Admit, granted: the rows that it ends, the session, the epoch, the new row. */
/* core: decide_admission */
inline carry_out() {
    if
    :: of_account != NO ->
        row[of_account] = NONE;
        if
        :: !own && standing_of[session_of[of_account]] == GOOD -> standing_of[session_of[of_account]] = DISPLACED
        :: else
        fi
    :: else
    fi;
    if
    :: others_here != NO -> row[others_here] = NONE
    :: else
    fi;
    if
    :: session_of[x] == 0 ->
        session_of[x] = x + 1;
        standing_of[x + 1] = GOOD
    :: else
    fi;
#ifdef BREAK_RESUME              /* a resume keeps its epoch */
    if
    :: own -> epoch_of[x] = epoch_of[of_account]
    :: else ->
        newest_epoch[account_of[x]]++;
        epoch_of[x] = newest_epoch[account_of[x]]
    fi;
#else
    newest_epoch[account_of[x]]++;
    epoch_of[x] = newest_epoch[account_of[x]];
#endif
    row[x] = ROW_LIVE
}

/* core: Claims::displace */
inline displace(l, why) {
    if
    :: HUB_HAS(l) && lease_conn[account_of[l]] != 0 && IS_OPEN(lease_conn[account_of[l]] - 1) ->
        j = lease_conn[account_of[l]] - 1;
        close_displaced(j, why)
    :: else
    fi;
    if
    :: account_of[l] != account_of[x] ->
        RULE(S7_known, HUB_HAS(l));
        end_row(account_of[l])
    :: else
    fi
}

/* core: Claims::grant LeaseKeeper::granted Parting::bind Arrivals::expect LeaseKeeper::displaced */
inline grant() {
    if
    :: of_account != NO -> displace(of_account, C_SUPERSEDED)
    :: else
    fi;
    if
    :: others_here != NO -> displace(others_here, C_EVICTED)
    :: else
    fi;
    a = account_of[x];
    RULE(S1_known, (lease[a] != NONE) == (of_account != NO));
#ifndef BREAK_RESUME             /* there what follows from it is to be found */
    RULE(S3_grows, lease[a] == NONE || epoch_of[lease_row[a]] < epoch_of[x]);
#endif
    lease[a] = ROW_LIVE;
    lease_row[a] = x;
    lease_asked[a] = false;
    lease_timer[a] = false;
    lease_conn[a] = 0;
    forget_claim(x);
    if
    :: phase[x] == CLAIMING ->
        phase[x] = GRANTED;
        lease_conn[a] = x + 1
    :: else ->                       /* the claimant has gone meanwhile */
#ifndef BREAK_LOST_GRANT         /* nobody detaches a lease whose claimant has gone */
        lease_lost(x)
#else
        skip
#endif
    fi
}

/* core: Probes::begin */
inline probe(l) {
    OF(x, account_of[l]) = l + 1;
    if
    :: HUB_HAS(l) && lease_conn[account_of[l]] != 0 && IS_OPEN(lease_conn[account_of[l]] - 1) ->
        Q(x, account_of[l]) = ASKED
    :: else -> Q(x, account_of[l]) = SILENT
    fi
}

/* core: Claims::admission_answered */
inline admit_answered() {
    decide();
    if
    :: code == DECIDED_GRANT ->
        carry_out();
        grant()
    :: code != DECIDED_GRANT && phase[x] != CLAIMING ->
        forget_claim(x);
        tidy(x)
    :: code == DECIDED_PROBE && phase[x] == CLAIMING ->
        rounds[x]++;
        probing[x] = true;
        if
        :: others_here != NO && IS_UNKNOWN(x, others_here) -> probe(others_here)
        :: else
        fi;
        if
        :: contested != NO && IS_UNKNOWN(x, contested) -> probe(contested)
        :: else
        fi
    :: else ->
        if
        :: code == R_ELSEWHERE_NONCE -> holder_told[x] = session_of[elsewhere]
        :: else
        fi;
        forget_claim(x);
        refuse(x, code)
    fi
}

/* Compare and set: only the binding that was lost. */
/* core: LeaseKeeper::detach_answered */
inline detach_answered() {
    find_row(x);
    if
    :: r != NO && row[r] == ROW_LIVE ->
        RULE(S9_fence, r == x);
        row[r] = ROW_DETACHED;
        if
        :: HUB_HAS(x) ->
            lease_asked[account_of[x]] = false;
            lease[account_of[x]] = ROW_DETACHED;
            lease_timer[account_of[x]] = true
        :: else
        fi
    :: else -> RULE(S3_detach, !HUB_HAS(x))
    fi
}

/* core: Leaving::ended Leaving::end_told LeaseKeeper::end_answered */
inline end_answered() {
    find_row(x);
    j = (HUB_HAS(x) -> lease_conn[account_of[x]] : 0);
    if
    :: r != NO && (head != END_GRACE || row[r] == ROW_DETACHED) ->
        RULE(S4_fence, r == x);
#ifdef BREAK_LOGOUT              /* logout leaves its row */
        if
        :: head != END_LOGOUT -> row[r] = NONE
        :: else
        fi;
#else
        row[r] = NONE;
#endif
        if
        :: head == END_LOGOUT || head == END_API -> standing_of[session_of[x]] = ENDED
        :: else
        fi
    :: else -> RULE(S4_ended, !HUB_HAS(x))
    fi;
    if
    :: HUB_HAS(x) -> end_row(account_of[x])
    :: else
    fi;
    if
    :: j != 0 && IS_OPEN(j - 1) && (head == END_API || j - 1 == x) ->
        j = j - 1;
        if
        :: head == END_API -> close_displaced(j, C_LOGGED_OUT)
        :: else ->
            close_displaced(j, LOGGED_OUT);
            RULE(S4, row[x] == NONE && !HUB_HAS(x) && !IS_OPEN(x));
            RULE(S4, head != END_LOGOUT || standing_of[session_of[x]] == ENDED)
        fi
    :: else
    fi
}

/* core: Posting::appended decide_append */
inline append_answered() {
#ifdef BREAK_FENCE               /* a stale epoch is accepted */
    RULE(S3, row[x] == ROW_LIVE)
#else
    find_row(x);
    if
    :: r != NO && row[r] == ROW_LIVE -> RULE(S3, r == x)
    :: else                            /* not_live */
    fi
#endif
}

/* core: Claims::admission_answered LeaseKeeper::detach_answered LeaseKeeper::end_answered Leaving::end_told */
inline store_failed() {
    if
    :: head == ADMIT && phase[x] == CLAIMING ->
        forget_claim(x);
        refuse(x, R_TRY_AGAIN)
    :: head == ADMIT && phase[x] != CLAIMING ->
        forget_claim(x);
        tidy(x)
    :: (head == DETACH || head == END_GRACE) && HUB_HAS(x) ->
        lease_asked[account_of[x]] = false;
        lease_timer[account_of[x]] = true
    :: (head == END_LOGOUT || head == END_BYE) && HUB_HAS(x) && phase[x] == LEAVING -> phase[x] = LIVE
    :: else
    fi
}

/* core: Desk::close */
inline take_operation() {
    head = operation[0];
    x = operand[0];
    operations--;
    for (i : 0 .. OPERATIONS - 2) {
        operation[i] = operation[i + 1];
        operand[i] = operand[i + 1]
    }
    operation[OPERATIONS - 1] = 0;
    operand[OPERATIONS - 1] = 0
}

active proctype Store() {
end:
    do
    :: d_step { operations > 0 ->
        take_operation();
        printf("store answers %d of %d\n", head, x);
        if
        :: head == ADMIT -> admit_answered()
        :: head == DETACH -> detach_answered()
        :: head == APPEND -> append_answered()
        :: else -> end_answered()
        fi;
        one_lease_each();
        tables_agree(); skip }
    :: d_step { operations > 0 && failures > 0 ->
        failures--;
        take_operation();
        printf("store fails %d of %d\n", head, x);
        store_failed(); skip }
    od
}

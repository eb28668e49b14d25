/* The hub: src/hub/. Parts of turns first, then the turns that a frame or the host begins (store.pml has those that an
 * answer of the store begins). */

/* core: Context::ask_store */
inline ask_store(what, whom) {
    assert(operations < OPERATIONS);
    operation[operations] = what;
    operand[operations] = whom;
    operations++
}

/* What is known of a claim is of no use once it is decided or given up: this keeps the states few. */
/* core: Claims::forget Probes::forget */
inline forget_claim(k) {
    probing[k] = false;
    rounds[k] = 0;
    consent[k] = 0;
    by_person[k] = false;
    for (m : 0 .. ACCOUNTS - 1) {
        Q(k, m) = NONE;
        OF(k, m) = 0
    }
}
#define IS_ADMITTING(k) (operation[m] == ADMIT && operand[m] == k)

/* The claim is over; an Admit that is under way carries its own copy of it. */
/* core: Claims::forget Probes::forget */
inline give_claim_up(k) {
    probing[k] = false;
    look_for_admit(k);
    if
    :: !found -> forget_claim(k)
    :: else
    fi
}

/* Is its Admit under way? In the scratch variable `found`. */
/* core: Desk::awaited */
inline look_for_admit(k) {
    found = false;
    for (m : 0 .. OPERATIONS - 1) {
        if
        :: m < operations && IS_ADMITTING(k) -> found = true
        :: else
        fi
    }
}

/* A connection that both ends have done with: what nobody will look at any more is made equal. */
/* core: Connections::erase */
inline tidy(k) {
    if
    :: phase[k] == CLOSED && !CURRENT(k) && row[k] == NONE ->
        look_for_admit(k);
        if
        :: !found ->
            cut[k] = false;
            welcome[k] = 0;
            if
            :: epoch_of[k] == 0 ->     /* never granted */
                client_of[k] = 0;
                account_of[k] = 0;
                session_of[k] = 0
            :: else
            fi
        :: else
        fi
    :: else
    fi
}

#ifdef BREAK_PROBE_END           /* neither its deadline nor the loss of the holder ends a round */
#define ENDS_A_ROUND(known) known != SILENT
#else
#define ENDS_A_ROUND(known) true
#endif

/* `holder` was heard of, or is lost: those who asked about this very binding know now. */
/* core: Probes::settle Probes::answered Probes::lost */
inline settle(holder, known) {
    for (m : 0 .. CONNS - 1) {
        if
        :: ENDS_A_ROUND(known) && probing[m] && Q(m, account_of[holder]) == ASKED &&
           SAME_EPOCH(OF(m, account_of[holder]) - 1, holder) ->
            Q(m, account_of[holder]) = known
        :: else
        fi
    }
}

/* core: LeaseKeeper::lost LeaseKeeper::step */
inline lease_lost(k) {
    if
    :: HUB_HAS(k) ->
        lease_conn[account_of[k]] = 0;
        if
        :: !lease_asked[account_of[k]] && lease[account_of[k]] == ROW_LIVE ->
            lease_asked[account_of[k]] = true;
            ask_store(DETACH, lease_row[account_of[k]])
        :: !lease_asked[account_of[k]] && lease[account_of[k]] == ROW_DETACHED ->
            lease_timer[account_of[k]] = true
        :: else
        fi
    :: else
    fi
}

/* core: LeaseKeeper::end_row */
inline end_row(who) {
    lease[who] = NONE;
    lease_row[who] = 0;
    lease_conn[who] = 0;
    lease_asked[who] = false;
    lease_timer[who] = false
}

/* The hub closes `k`, whose lease is not touched any more by it. */
/* core: Parting::close_displaced Parting::unbind Connections::close */
inline close_displaced(k, why) {
    settle(k, SILENT);
    phase[k] = CLOSED;
    farewell[k] = 0;
    last_word[k] = why
}

/* core: Claims::refuse Claims::describe TakeoverNonces::give */
inline refuse(k, why) {
    last_word[k] = why;
    phase[k] = CLOSED
}

/* ---- turns */

/* The store is asked, unless the same client has claimed since on a newer connection: what was held up on its way does
 * not close that one. */
/* core: Claims::admit Claims::is_late */
inline admit(k) {
    found = false;
#ifndef BREAK_LATE               /* a claim that comes late is admitted like any other */
    for (m : 0 .. CONNS - 1) {
        if
        :: m > k && WORKSTATION_OF(client_of[m]) == WORKSTATION_OF(client_of[k]) &&
           (phase[m] == CLAIMING || (IS_BOUND(m) && HUB_HAS(m) && lease_conn[account_of[m]] == m + 1)) &&
           (session_of[k] != 0 -> session_of[m] == session_of[k] : account_of[m] == account_of[k]) -> found = true
        :: else
        fi
    }
#endif
    if
    :: found ->
        forget_claim(k);
        refuse(k, R_TRY_AGAIN)
    :: else -> ask_store(ADMIT, k)
    fi
}

/* `login` or `resume` arrives, its proof is good. */
/* core: Claims::begin Claims::prove Claims::proof_checked */
#define begin_claim(k) d_step { phase[k] == GREETED -> \
    printf("begin_claim %d\n", k); \
    phase[k] = CLAIMING; \
    admit(k); skip }

/* The token is there and the frame with the newcomer is out. */
/* core: Arrivals::minted Arrivals::welcome_ready Arrivals::try_welcome Arrivals::welcome */
#define welcome_goes_out(k) d_step { phase[k] == GRANTED -> \
    printf("welcome_goes_out %d\n", k); \
    phase[k] = LIVE; \
    welcome[k] = SENT }

/* A round in which everything is known. In the core in the same turn as its last answer; here perhaps later. */
/* core: Claims::go_on Probes::take_ready */
#define go_on(k) d_step { probing[k] && round_is_complete(k) -> \
    printf("go_on %d\n", k); \
    probing[k] = false; \
    admit(k); skip }
#if ACCOUNTS == 1
#define round_is_complete(k) (Q(k, 0) != ASKED)
#elif ACCOUNTS == 2
#define round_is_complete(k) (Q(k, 0) != ASKED && Q(k, 1) != ASKED)
#else
#define round_is_complete(k) (Q(k, 0) != ASKED && Q(k, 1) != ASKED && Q(k, 2) != ASKED)
#endif

/* The host or the silence says that a connection is gone which broke, or which its client has left. */
/* core: Parting::disconnected Parting::close Parting::lose Parting::unbind Claims::forget */
inline disconnect(k) {
    if
    :: IS_BOUND(k) ->
        settle(k, SILENT);
        phase[k] = CLOSED;
        farewell[k] = 0;
        lease_lost(k)
    :: else ->
        phase[k] = CLOSED;
        give_claim_up(k)
    fi;
    tidy(k)
}
/* core: Hub::Impl::on Hub::Impl::silence_due Parting::disconnected */
#define disconnected(k) d_step { IS_OPEN(k) && (cut[k] || !CURRENT(k)) -> \
    printf("disconnected %d\n", k); \
    disconnect(k); skip }

/* Any frame of a bound connection whose client has heard `welcome`: it may have been under way for long. */
/* core: Frames::arrived Frames::counts Probes::answered */
#define COUNTS(k) (HUB_HAS(k) && lease_conn[account_of[k]] == (k) + 1)
#ifdef FAIR
#define FRAME_MATTERS(k) true
#else                            /* the others change nothing */
#define FRAME_MATTERS(k) ANY_CONN(probes)
#define probes(x) probing[x]
#endif
#define frame_arrives(k) d_step { IS_BOUND(k) && welcome[k] == HEARD && COUNTS(k) && FRAME_MATTERS(k) -> \
    printf("frame_arrives %d\n", k); \
    RULE(S3, lease_row[account_of[k]] == k); \
    settle(k, ANSWERED); skip }

/* core: Frames::arrived Requests::on Leaving::leave LeaseKeeper::end */
#define farewell_arrives(k) d_step { phase[k] == LIVE && farewell[k] != 0 && COUNTS(k) -> \
    printf("farewell_arrives %d\n", k); \
    RULE(S3, lease_row[account_of[k]] == k); \
    settle(k, ANSWERED); \
    phase[k] = LEAVING; \
    if \
    :: farewell[k] == LOGOUT -> ask_store(END_LOGOUT, k) \
    :: else -> ask_store(END_BYE, k) \
    fi; \
    farewell[k] = 0 }

/* core: Frames::arrived Requests::on */
#define post_arrives(k) d_step { posts > 0 && phase[k] == LIVE && welcome[k] == HEARD && COUNTS(k) -> \
    printf("post_arrives %d\n", k); \
    posts--; \
    RULE(S3, lease_row[account_of[k]] == k); \
    settle(k, ANSWERED); \
    ask_store(APPEND, k) }

/* REST's logout, with the token of this binding (S3). */
/* core: Requests::on LeaseKeeper::end */
#define api_logout(k) d_step { api_logouts > 0 && welcome[k] == HEARD && HUB_HAS(k) -> \
    printf("api_logout %d\n", k); \
    api_logouts--; \
    ask_store(END_API, k) }

/* ---- timers */

/* core: Probes::expired */
#ifdef BREAK_PROBE_END
#define probe_expired(k) d_step { false -> skip }
#else
#define probe_expired(k) d_step { probing[k] && !round_is_complete(k) -> \
    printf("probe_expired %d\n", k); \
    for (m : 0 .. ACCOUNTS - 1) { \
        if \
        :: Q(k, m) == ASKED -> Q(k, m) = SILENT \
        :: else \
        fi \
    }; skip }
#endif

/* The grace is over; or a Detach or EndLease that failed is asked again. */
/* core: LeaseKeeper::due LeaseKeeper::step */
#define lease_due(who) d_step { lease_timer[who] && lease_conn[who] == 0 && !lease_asked[who] -> \
    printf("lease_due %d\n", who); \
    lease_asked[who] = true; \
    lease_timer[who] = false; \
    if \
    :: lease[who] == ROW_LIVE -> ask_store(DETACH, lease_row[who]) \
    :: else -> ask_store(END_GRACE, lease_row[who]) \
    fi; skip }

/* Too soon for a claim that the network or the store delays: counts as a cut, for it costs a try. */
/* core: Claims::timed_out Claims::refuse */
#define claim_timed_out(k) d_step { cuts > 0 && phase[k] == CLAIMING -> \
    printf("claim_timed_out %d\n", k); \
    cuts--; \
    give_claim_up(k); \
    refuse(k, R_TRY_AGAIN); skip }

/* The minute in which a nonce holds is over (S6). */
/* core: Case::is_consented */
#define consent_expires(k) d_step { phase[k] == CLAIMING && consent[k] != 0 -> \
    printf("consent_expires %d\n", k); \
    consent[k] = 0 }

active proctype Hub() {
end:
    do
    EACH_CONN(begin_claim)
    EACH_CONN(go_on)
    EACH_CONN(welcome_goes_out)
    EACH_CONN(disconnected)
    EACH_CONN(farewell_arrives)
    EACH_ACCOUNT(lease_due)
    od
}

active proctype Probe_deadlines() {
end:
    do
    EACH_CONN(probe_expired)
    od
}

/* Beats and answers to probes go on for ever: a process of its own, so that fairness is about the others. */
active proctype Frames() {
end:
    do
    EACH_CONN(frame_arrives)
    od
}

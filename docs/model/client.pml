/* The clients' brain: src/client/. `c` is the client, `k` its connection. */

/* Gives the connection up: what comes on it is not read, and sooner or later the hub hears that it is gone. */
/* core: Link::drop Client::Impl::link_lost */
inline drop(c) {
    if
    :: conn_of[c] != 0 ->
        if
        :: welcome[conn_of[c] - 1] == SENT -> welcome[conn_of[c] - 1] = 0
        :: else
        fi;
        last_word[conn_of[c] - 1] = 0;
        holder_told[conn_of[c] - 1] = 0;
        a = conn_of[c] - 1;
        conn_of[c] = 0;
        tidy(a)
    :: else
    fi
}

/* core: Link::wait */
inline wait_and_try_again(c) {
    drop(c);
    client[c] = WAITING
}

/* core: Client::Impl::give_up Claimant::end_person Claimant::forget_password Link::rest */
inline give_up(c, here) {
    may_use_here[c] = here;
    if
    :: !may_use_here[c] -> password[c] = 0
    :: else
    fi;
    person[c] = false;
    drop(c);
    client[c] = STOPPED
}

/* core: Client::Impl::sign_out Claimant::forget_session Link::rest */
inline sign_out(c) {
    drop(c);
    session[c] = 0;
    displaced[c] = false;
    password[c] = 0;
    person[c] = false;
    nonce[c] = 0;
    may_use_here[c] = false;
    client[c] = SIGNED_OUT
}

/* core: Client::Impl::left Client::Impl::end */
inline left(c) {
    if
    :: client[c] == QUITTING ->      /* said `bye`: the program ends, its session stays on the disk */
        drop(c);
        displaced[c] = false;
        client[c] = GONE
    :: else -> sign_out(c)
    fi
}

/* core: Client::Impl::connect Link::connect Claimant::claim */
inline open_connection(c) {
    x = opened;
    opened++;
    RULE(S12, person[c] || !told_to_stop[c]);
    client_of[x] = c;
    if
    :: password[c] != 0 -> account_of[x] = password[c] - 1
    :: else ->
        account_of[x] = account_of[session[c] - 1];
        session_of[x] = session[c]
    fi;
    by_person[x] = person[c];
    consent[x] = nonce[c];
    phase[x] = GREETED;
    conn_of[c] = x + 1;
    client[c] = CONNECTING
}

/* ---- turns */

/* core: Client::Impl::handle_timeout Link::due */
#define try_again(c) d_step { client[c] == WAITING && opened < CONNS -> \
    printf("try_again %d\n", c); \
    open_connection(c) }

/* core: Client::Impl::on Claimant::granted Link::admitted */
#define welcomed(c) d_step { client[c] == CONNECTING && welcome[conn_of[c] - 1] == SENT -> \
    printf("welcomed %d\n", c); \
    welcome[conn_of[c] - 1] = HEARD; \
    session[c] = session_of[conn_of[c] - 1]; \
    displaced[c] = false; \
    password[c] = 0; \
    person[c] = false; \
    nonce[c] = 0; \
    client[c] = ONLINE }

/* `refused`, `closing` or `logged_out`, and what it means. */
/* core: verdict_on Client::Impl::lost Claimant::offered Claimant::mark_displaced */
inline hear_last_word(c) {
    code = last_word[conn_of[c] - 1];
    found = holder_told[conn_of[c] - 1];
    if
    :: LEAVES(c) -> left(c)
    :: !LEAVES(c) && code <= R_TRY_AGAIN -> nonce[c] = found
    :: else
    fi;
    told_to_stop[c] = code != R_TRY_AGAIN;         /* for S12: all others are terminal */
    if
    :: client[c] == SIGNED_OUT || client[c] == GONE                /* has left */
    :: else -> if
    :: code == R_SUPERSEDED || code == C_SUPERSEDED ->
#ifdef BREAK_SUPERSEDED          /* whoever was superseded reconnects */
        wait_and_try_again(c)
#else
        displaced[c] = true;
        give_up(c, false)
#endif
    :: code == R_SESSION_ENDED || code == C_LOGGED_OUT -> sign_out(c)
    :: code == R_ELSEWHERE -> give_up(c, password[c] == 0 && session[c] != 0 && !displaced[c])
    :: code == R_ELSEWHERE_NONCE -> give_up(c, password[c] != 0 || (session[c] != 0 && !displaced[c]))
    :: code == R_BUSY -> give_up(c, password[c] == 0 && session[c] != 0 && !displaced[c])
    :: code == C_EVICTED -> give_up(c, session[c] != 0 && !displaced[c])
    :: else -> wait_and_try_again(c)
    fi fi
}
/* core: Client::Impl::on Client::Impl::lost verdict_on */
#define closed_or_refused(c) d_step { conn_of[c] != 0 && last_word[conn_of[c] - 1] != 0 && \
    !(client[c] == CONNECTING && welcome[conn_of[c] - 1] == SENT) -> \
    printf("closed_or_refused %d\n", c); \
    hear_last_word(c); \
    skip }

/* No answer to a beat or a claim, or the socket is closed without a word; or `logout` was not answered. */
/* core: Client::Impl::handle_timeout Client::Impl::lost Client::Impl::left */
#define connection_lost(c) d_step { conn_of[c] != 0 && (cut[conn_of[c] - 1] || FAREWELL_FAILED(c)) -> \
    printf("connection_lost %d\n", c); \
    if \
    :: LEAVES(c) -> left(c) \
    :: else -> wait_and_try_again(c) \
    fi; skip }
#define FAREWELL_FAILED(c) (LEAVES(c) && phase[conn_of[c] - 1] == LIVE && \
                            farewell[conn_of[c] - 1] == 0)

#define BRAIN(c) end: do :: try_again(c) :: welcomed(c) :: closed_or_refused(c) :: connection_lost(c) od
active proctype Client_0() { BRAIN(0) }
#if CLIENTS >= 2
active proctype Client_1() { BRAIN(1) }
#endif
#if CLIENTS >= 3
active proctype Client_2() { BRAIN(2) }
#endif

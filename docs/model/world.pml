/* What the world does: persons, the network, the server's process. All of it is bounded, and none has to happen. */

/* ---- persons */

/* The first one signs in as the first account on the first client: accounts, and clients, are alike. */
/* core: Client::Impl::sign_in Claimant::sign_in */
#define sign_in(c, who) d_step { wishes > 0 && opened < CONNS && \
    (client[c] == SIGNED_OUT || client[c] == STOPPED || client[c] == WAITING) && \
    (opened > 0 || (c == 0 && who == 0)) -> \
    printf("sign_in %d %d\n", c, who); \
    wishes--; \
    session[c] = 0; \
    displaced[c] = false; \
    nonce[c] = 0; \
    password[c] = who + 1; \
    person[c] = true; \
    told_to_stop[c] = false; \
    may_use_here[c] = false; \
    open_connection(c) }

/* core: Client::Impl::on Claimant::use_here */
#define use_here(c) d_step { wishes > 0 && opened < CONNS && \
    client[c] == STOPPED && may_use_here[c] && CAN_CLAIM(c) -> \
    printf("use_here %d\n", c); \
    wishes--; \
    person[c] = true; \
    told_to_stop[c] = false; \
    may_use_here[c] = false; \
    open_connection(c) }

/* core: Client::Impl::on Client::Impl::leave */
#define say_farewell(c, which) d_step { wishes > 0 && client[c] == ONLINE -> \
    printf("say_farewell %d %d\n", c, which); \
    wishes--; \
    farewell[conn_of[c] - 1] = (phase[conn_of[c] - 1] == LIVE -> which : 0); \
    client[c] = (which == BYE -> QUITTING : LOGGING_OUT) }
#define log_out(c) say_farewell(c, LOGOUT)
#define quit(c) say_farewell(c, BYE)

/* The program is started again, with the session from the disk. */
/* core: Client::Impl::Impl Link::wait */
#define start_again(c) d_step { wishes > 0 && client[c] == GONE -> \
    printf("start_again %d\n", c); \
    wishes--; \
    told_to_stop[c] = false; \
    client[c] = WAITING }

/* Nobody sits there any longer: what was asked for is not done later (S12). */
/* core: Client::Impl::person_has_left */
#define person_has_left(c) d_step { client[c] == WAITING && person[c] -> \
    printf("person_has_left %d\n", c); \
    if \
    :: session[c] != 0 && !displaced[c] -> give_up(c, true) \
    :: else -> sign_out(c) \
    fi; skip }

/* ---- network and server */

/* world: a connection breaks; both ends, one or none may have noticed */
#define break_connection(k) d_step { cuts > 0 && IS_OPEN(k) && CURRENT(k) && !cut[k] -> \
    printf("break_connection %d\n", k); \
    cuts--; \
    cut[k] = true }

/* The process dies and starts again. What was asked of the store was done up to any point. */
/* core: LeaseKeeper::begin LeaseKeeper::step */
inline start_hub() {
    operations = 0;
    for (i : 0 .. OPERATIONS - 1) {
        operation[i] = 0;
        operand[i] = 0
    }
    for (a : 0 .. ACCOUNTS - 1) {
        end_row(a)
    }
    for (i : 0 .. CONNS - 1) {
        if
        :: IS_OPEN(i) ->
            phase[i] = CLOSED;
            cut[i] = true
        :: else
        fi;
        farewell[i] = 0;
        forget_claim(i);
        if
        :: row[i] != NONE ->
#ifndef BREAK_RESTART            /* the store leaves leases live over a restart */
            row[i] = ROW_DETACHED;
#endif
            lease[account_of[i]] = ROW_DETACHED;
            lease_row[account_of[i]] = i;
            lease_timer[account_of[i]] = true
        :: else
        fi
    }
    for (i : 0 .. CLIENTS - 1) {
        nonce[i] = 0                   /* the nonces were the process's */
    }
    one_lease_each();
    tables_agree()
}

/* What the store had done without having said so. Nobody is there to be told. */
/* core: decide_admission */
inline do_unanswered() {
    take_operation();
    if
    :: head == ADMIT ->
        decide();
        if
        :: code == DECIDED_GRANT -> carry_out()
        :: else
        fi
    :: head == APPEND
    :: else ->
        find_row(x);
        if
        :: r != NO && head == DETACH -> row[r] = ROW_DETACHED
        :: r != NO && head != DETACH && (head != END_GRACE || row[r] == ROW_DETACHED) ->
            row[r] = NONE;
            if
            :: head == END_LOGOUT || head == END_API -> standing_of[session_of[x]] = ENDED
            :: else
            fi
        :: else
        fi
    fi
}
/* world: the server's process is killed, and started again */
#define restart(count) d_step { restarts > 0 && operations >= count -> \
    printf("restart %d\n", count); \
    restarts--; \
    m = 0; \
    do \
    :: m < count -> do_unanswered(); m++ \
    :: else -> break \
    od; \
    start_hub(); skip }

active proctype World() {
end:
    do
#if CLIENTS >= 1
    EACH_ACCOUNT_OF(sign_in, 0) :: use_here(0) :: log_out(0) :: quit(0) :: start_again(0)
#endif
#if CLIENTS >= 2
    EACH_ACCOUNT_OF(sign_in, 1) :: use_here(1) :: log_out(1) :: quit(1) :: start_again(1)
#endif
#if CLIENTS >= 3
    EACH_ACCOUNT_OF(sign_in, 2) :: use_here(2) :: log_out(2) :: quit(2) :: start_again(2)
#endif
#ifndef PATIENT
    EACH_CLIENT(person_has_left)
#endif
    EACH_CONN(break_connection)
    EACH_CONN(claim_timed_out)
    EACH_CONN(consent_expires)
#if POSTS > 0
    EACH_CONN(post_arrives)
#endif
#if API_LOGOUTS > 0
    EACH_CONN(api_logout)
#endif
#if RESTARTS > 0
    :: restart(0) :: restart(1) :: restart(2) :: restart(3)
#endif
    :: break                         /* nothing more happens */
    od
}

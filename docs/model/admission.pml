/* decide_admission (src/session/admission.cpp), on the rows that the store holds, for the claim `x`. Its result is
 * `code`: a refusal, or one of these. */
#define DECIDED_GRANT 20
#define DECIDED_PROBE 21

#ifdef BREAK_EVIDENCE            /* a probe's evidence is applied to whatever binding the account has now */
#define FITS(x, l) true
#else
#define FITS(x, l) SAME_EPOCH(OF(x, account_of[l]) - 1, l)
#endif
#define KNOWN(x, l) (Q(x, account_of[l]) >= ANSWERED && FITS(x, l))
#define IS_GONE(x, l) (row[l] == ROW_DETACHED || (KNOWN(x, l) && Q(x, account_of[l]) == SILENT))
#define ANSWERS(x, l) (row[l] == ROW_LIVE && KNOWN(x, l) && Q(x, account_of[l]) == ANSWERED)
#define IS_UNKNOWN(x, l) (row[l] == ROW_LIVE && !KNOWN(x, l))

/* core: Case::others_here Case::accounts_elsewhere Case::is_own_session Case::contested_elsewhere Case::is_consented */
inline read_facts() {
    of_account = NO;
    others_here = NO;
    elsewhere = NO;
    for (i : 0 .. CONNS - 1) {
        if
        :: row[i] != NONE && account_of[i] == account_of[x] ->
            of_account = i;
            if
            :: WORKSTATION_OF(client_of[i]) != WORKSTATION_OF(client_of[x]) -> elsewhere = i
            :: else
            fi
        :: row[i] != NONE && account_of[i] != account_of[x] &&
           WORKSTATION_OF(client_of[i]) == WORKSTATION_OF(client_of[x]) -> others_here = i
        :: else
        fi
    }
    own = false;
    contested = elsewhere;
    if
    :: of_account != NO && elsewhere == NO && session_of[x] != 0 && session_of[of_account] == session_of[x] ->
        own = true
    :: else
    fi;
    if
    :: elsewhere != NO && (POLICY == TAKEOVER || (POLICY == ASK && consent[x] == session_of[elsewhere])) ->
        contested = NO
    :: else
    fi
}

/* core: Case::standing Case::automatic Case::workstation Case::probes Case::elsewhere Case::grant Case::life_of */
inline decide() {
    read_facts();
    if
    :: session_of[x] != 0 && standing_of[session_of[x]] == DISPLACED -> code = R_SUPERSEDED
    :: session_of[x] != 0 && standing_of[session_of[x]] == ENDED -> code = R_SESSION_ENDED
#ifndef BREAK_AUTOMATIC          /* an automatic claim displaces like a person's */
    :: else -> if
    :: !by_person[x] && others_here != NO -> code = R_BUSY
    :: !by_person[x] && others_here == NO && elsewhere != NO -> code = R_ELSEWHERE
    :: !by_person[x] && others_here == NO && elsewhere == NO && of_account != NO && !own -> code = R_SUPERSEDED
#endif
    :: else -> if
    :: others_here != NO && ANSWERS(x, others_here) -> code = R_BUSY
    :: else -> if
    :: (others_here != NO && IS_UNKNOWN(x, others_here)) || (contested != NO && IS_UNKNOWN(x, contested)) ->
        code = (rounds[x] >= PROBE_ROUNDS_MAX -> R_TRY_AGAIN : DECIDED_PROBE)
    :: else -> if
    :: contested != NO && !IS_GONE(x, contested) -> code = (POLICY == ASK -> R_ELSEWHERE_NONCE : R_ELSEWHERE)
    :: else -> code = DECIDED_GRANT
    fi fi fi
#ifndef BREAK_AUTOMATIC
    fi
#endif
    fi;
    if
    :: code == DECIDED_GRANT -> grant_is_lawful()
    :: else -> refusal_is_lawful()
    fi;
#ifdef REACH                     /* that the search gets there: spin is to find this broken */
    assert(!(REACH));
#endif
    skip
}

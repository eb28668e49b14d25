/* What there is. Connections are numbered as they are opened and never used twice; a claim, the binding and the lease
 * row that came of it, and the session that began with it (plus 1) go by the number of their connection. */
#define NO 255

/* ---- connections, as the hub sees them: `Phase` in src/hub/connections.hpp; `closing` and gone are one */
#define UNUSED 0
#define GREETED 1      /* the claim is on its way */
#define CLAIMING 2
#define GRANTED 3
#define LIVE 4
#define LEAVING 5
#define CLOSED 6
byte phase[CONNS];
byte opened;                       /* how many there were */
#define IS_OPEN(k) (phase[k] >= GREETED && phase[k] <= LEAVING)
#define IS_BOUND(k) (phase[k] >= GRANTED && phase[k] <= LEAVING)

byte client_of[CONNS];
byte account_of[CONNS];
byte session_of[CONNS];            /* of a claim: the one it resumes, or 0; of a lease: its own */
byte epoch_of[CONNS];
bool by_person[CONNS];
byte consent[CONNS];               /* the holder's session that the claim's nonce stands for, or 0 */
byte rounds[CONNS];
bool probing[CONNS];
/* Per claim and account: the binding that was asked (its number plus 1), and what is known of it. */
#define ASKED 1
#define ANSWERED 2
#define SILENT 3
byte question[CONNS * ACCOUNTS];
byte asked_of[CONNS * ACCOUNTS];
#define Q(x, a) question[(x) * ACCOUNTS + (a)]
#define OF(x, a) asked_of[(x) * ACCOUNTS + (a)]

/* ---- what is under way between a client and the hub */
#define SENT 1
#define HEARD 2
byte welcome[CONNS];
bool cut[CONNS];                   /* broken: each end may notice, or not yet */
#define LOGOUT 1
#define BYE 2
byte farewell[CONNS];              /* from the client */
#define R_SUPERSEDED 1             /* the hub's last word: what it refused, why it closed */
#define R_SESSION_ENDED 2
#define R_ELSEWHERE 3
#define R_ELSEWHERE_NONCE 4
#define R_BUSY 5
#define R_TRY_AGAIN 6
#define C_SUPERSEDED 7
#define C_EVICTED 8
#define C_LOGGED_OUT 9
#define LOGGED_OUT 10
byte last_word[CONNS];
byte holder_told[CONNS];           /* with R_ELSEWHERE_NONCE: the session that the nonce binds */

/* ---- the store */
#define NONE 0
#define ROW_LIVE 1
#define ROW_DETACHED 2
byte row[CONNS];                   /* lease rows, by the claim that was granted */
byte newest_epoch[ACCOUNTS];       /* kept in the account's row */
#define GOOD 1
#define DISPLACED 2
#define ENDED 3
byte standing_of[CONNS + 1];       /* of sessions */

#define ADMIT 1
#define DETACH 2
#define END_GRACE 3
#define END_LOGOUT 4
#define END_BYE 5
#define END_API 6
#define APPEND 7
byte operation[OPERATIONS];        /* asked and not answered, oldest first */
byte operand[OPERATIONS];
byte operations;

/* ---- the hub's lease table */
byte lease[ACCOUNTS];              /* NONE, ROW_LIVE, ROW_DETACHED */
byte lease_row[ACCOUNTS];          /* which binding */
byte lease_conn[ACCOUNTS];         /* its connection plus 1, or 0 */
bool lease_asked[ACCOUNTS];        /* a Detach, or the EndLease after the grace, is under way */
bool lease_timer[ACCOUNTS];        /* its deadline is set */
#define SAME_EPOCH(j, k) (account_of[j] == account_of[k] && epoch_of[j] == epoch_of[k])
#define HUB_HAS(k) (lease[account_of[k]] != NONE && SAME_EPOCH(lease_row[account_of[k]], k))

/* ---- clients */
#define SIGNED_OUT 0
#define CONNECTING 1
#define ONLINE 2
#define WAITING 3                  /* tries again by itself */
#define STOPPED 4                  /* a person decides */
#define GONE 5                     /* the program has ended */
#define LOGGING_OUT 6
#define QUITTING 7
#define LEAVES(c) (client[c] >= LOGGING_OUT)
byte client[CLIENTS];
byte conn_of[CLIENTS];             /* the current connection plus 1, or 0 */
byte session[CLIENTS];             /* kept on disk, or 0 */
bool displaced[CLIENTS];
byte password[CLIENTS];            /* whose was typed, plus 1, or 0 */
bool person[CLIENTS];              /* waits for the answer */
bool may_use_here[CLIENTS];
byte nonce[CLIENTS];               /* the holder's session it stands for, or 0 */
bool told_to_stop[CLIENTS];        /* for S12 alone: a terminal word, and no wish of a person since */
#define CAN_CLAIM(c) (password[c] != 0 || (session[c] != 0 && !displaced[c]))
#define CURRENT(k) (conn_of[client_of[k]] == (k) + 1)

/* ---- what may still happen */
byte wishes = WISHES;
byte cuts = CUTS;
byte restarts = RESTARTS;
byte failures = FAILURES;
byte posts = POSTS;
byte api_logouts = API_LOGOUTS;

/* ---- scratch of one action, no part of a state */
hidden byte i, j, m, r, x, a;
hidden byte head, code, of_account, others_here, elsewhere, contested, found;
hidden byte own;

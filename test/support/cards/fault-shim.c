/* A PKCS#11 module that is SoftHSM with faults. It reads MODE_FILE at every call: words such as "segv-login".
   Compiled by fault-shim.ts with -DMODE_FILE and -DREAL_MODULE. Headers from libp11-kit-dev. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <signal.h>
#include <p11-kit/pkcs11.h>

static CK_FUNCTION_LIST *real, mine;
static int tries = 3;

static int mode(const char *word) {
  char text[256] = "";
  FILE *file = fopen(MODE_FILE, "r");
  if (!file) return 0;
  if (!fgets(text, sizeof text, file)) text[0] = 0;
  fclose(file);
  return strstr(text, word) != NULL;
}
static CK_RV hang(void) { for (;;) pause(); }

static CK_RV Login(CK_SESSION_HANDLE s, CK_USER_TYPE u, unsigned char *pin, unsigned long n) {
  if (mode("segv-login")) raise(SIGSEGV);
  if (mode("abort-login")) abort();
  if (mode("hang-login")) return hang();
  if (mode("already-in")) { CK_RV first = real->C_Login(s, u, pin, n); if (first == CKR_OK) { static int once; if (!once++) return CKR_USER_ALREADY_LOGGED_IN; } return first; }
  if (mode("expired")) return CKR_PIN_EXPIRED;
  if (!mode("three-tries")) return real->C_Login(s, u, pin, n);
  if (tries == 0) return CKR_PIN_LOCKED;
  CK_RV answer = real->C_Login(s, u, pin, n);
  if (answer == CKR_PIN_INCORRECT && --tries == 0) return CKR_PIN_LOCKED;
  if (answer == CKR_OK) tries = 3;
  return answer;
}
static CK_RV TokenInfo(CK_SLOT_ID slot, CK_TOKEN_INFO *info) {
  if (mode("unknown-card")) return CKR_TOKEN_NOT_RECOGNIZED;
  CK_RV answer = real->C_GetTokenInfo(slot, info);
  if (mode("pinpad")) info->flags |= CKF_PROTECTED_AUTHENTICATION_PATH;
  if (mode("three-tries")) {
    info->flags &= ~(CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_FINAL_TRY | CKF_USER_PIN_LOCKED);
    if (tries == 2) info->flags |= CKF_USER_PIN_COUNT_LOW;
    if (tries == 1) info->flags |= CKF_USER_PIN_FINAL_TRY;
    if (tries == 0) info->flags |= CKF_USER_PIN_LOCKED;
  }
  return answer;
}
static CK_RV SlotList(unsigned char present, CK_SLOT_ID *list, unsigned long *count) {
  if (mode("hang-list")) return hang();
  if (mode("broken-list")) return CKR_GENERAL_ERROR;
  if (mode("no-reader") || (present && mode("no-card"))) { *count = 0; return CKR_OK; }
  return real->C_GetSlotList(present, list, count);
}
static CK_RV Sign(CK_SESSION_HANDLE s, unsigned char *d, unsigned long n, unsigned char *out, unsigned long *size) {
  if (mode("hang-sign")) return hang();
  if (mode("removed-sign")) return CKR_DEVICE_REMOVED;
  if (mode("error-sign")) return CKR_DEVICE_ERROR;
  if (mode("odd-sign")) return CKR_VENDOR_DEFINED + 7;
  CK_RV answer = real->C_Sign(s, d, n, out, size);
  if (mode("lying-sign") && answer == CKR_OK && out) out[0] ^= 1;
  return answer;
}
static CK_RV SessionInfo(CK_SESSION_HANDLE s, CK_SESSION_INFO *info) {
  CK_RV answer = real->C_GetSessionInfo(s, info);
  if (mode("login-fell")) info->state = CKS_RO_PUBLIC_SESSION;
  return answer;
}
static CK_RV Logout(CK_SESSION_HANDLE s) { return mode("hang-logout") ? hang() : real->C_Logout(s); }
static CK_RV Finalize(void *reserved) { return mode("hang-finalize") ? hang() : real->C_Finalize(reserved); }

CK_RV C_GetFunctionList(CK_FUNCTION_LIST **list) {
  CK_RV (*get)(CK_FUNCTION_LIST **) = (CK_RV (*)(CK_FUNCTION_LIST **))dlsym(dlopen(REAL_MODULE, RTLD_NOW), "C_GetFunctionList");
  CK_RV answer = get(&real);
  mine = *real;
  mine.C_Login = Login;
  mine.C_GetTokenInfo = TokenInfo;
  mine.C_GetSlotList = SlotList;
  mine.C_Sign = Sign;
  mine.C_GetSessionInfo = SessionInfo;
  mine.C_Logout = Logout;
  mine.C_Finalize = Finalize;
  *list = &mine;
  return answer;
}

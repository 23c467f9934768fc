/* The one function that Rust's standard library asks of bcryptprimitives.dll, which wine 8 lacks. For tests under wine
   alone; a real Windows has its own. */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE to, SIZE_T length) {
  while (length) {
    ULONG piece = length > 0x10000000 ? 0x10000000 : (ULONG)length;
    if (!RtlGenRandom(to, piece)) return FALSE;
    to += piece;
    length -= piece;
  }
  return TRUE;
}

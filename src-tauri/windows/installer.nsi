; The setup of Một Cửa for one Windows account: no administrator's rights, Vietnamese, nothing fetched.
;
;   makensis -INPUTCHARSET UTF8 -DVERSION=0.1.0 -DPROGRAMS=dir -DICON=mot-cua.ico -DLICENCE=LICENSE -DOUT=setup.exe installer.nsi
;
; What always holds: the folders of a desk (%LOCALAPPDATA%\motcua, motcua-state, Documents\Mot Cua) are never touched, neither
; by an update nor by the removal. An older setup does not replace a newer program. Exit codes of a silent run (/S):
; 0 done, 2 the program is open, 3 a newer one is installed.
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "WordFunc.nsh"
!insertmacro VersionCompare

!define NAME "Một Cửa"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\MotCua"
; Microsoft's own number of the WebView2 runtime.
!define WEBVIEW "Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"
!define WEBVIEW_SETUP "MicrosoftEdgeWebView2RuntimeInstallerX64.exe"

Name "${NAME}"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\MotCua"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=1066 "ProductName" "${NAME}"
VIAddVersionKey /LANG=1066 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1066 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=1066 "FileDescription" "Bộ cài đặt ${NAME}"
VIAddVersionKey /LANG=1066 "LegalCopyright" "Apache-2.0"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\mot-cua.exe"
!insertmacro MUI_PAGE_FINISH
!define MUI_UNCONFIRMPAGE_TEXT_TOP "Chương trình sẽ được gỡ khỏi máy. Hồ sơ, khóa và giấy tờ của bàn Một cửa vẫn giữ nguyên trong thư mục của bạn."
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Vietnamese"

; Windows lets nobody write to a program that runs.
!macro StopWhenOpen un
Function ${un}StopWhenOpen
  ${If} ${FileExists} "$INSTDIR\mot-cua.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\mot-cua.exe" a
    ${If} ${Errors}
      MessageBox MB_ICONEXCLAMATION|MB_OK "${NAME} đang mở. Chưa có gì thay đổi. Đóng chương trình rồi chạy lại." /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
FunctionEnd
!macroend
!insertmacro StopWhenOpen ""
!insertmacro StopWhenOpen "un."

Function .onInit
  SetRegView 64
  ReadRegStr $0 HKCU "${KEY}" "DisplayVersion"
  ${If} $0 != ""
    ${VersionCompare} "$0" "${VERSION}" $1
    ${If} $1 == 1
      MessageBox MB_ICONEXCLAMATION|MB_OK "Máy này đã có ${NAME} $0, mới hơn ${VERSION}. Chưa có gì thay đổi." /SD IDOK
      SetErrorLevel 3
      Quit
    ${EndIf}
  ${EndIf}
FunctionEnd

Section
  Call StopWhenOpen
  SetOutPath "$INSTDIR"
  File "${PROGRAMS}/mot-cua.exe"
  File "${PROGRAMS}/desk-cli.exe"
!if /FileExists "${PROGRAMS}/WebView2Loader.dll"
  File "${PROGRAMS}/WebView2Loader.dll"
!endif
  File /oname=LICENSE.txt "${LICENCE}"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\mot-cua.exe"
  WriteRegStr HKCU "${KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\mot-cua.exe"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  Call WebView
SectionEnd

; The window is drawn by Microsoft's WebView2. Windows 11 has it; where it lacks, its offline setup beside this one is run.
Function WebView
  SetRegView 32
  ReadRegStr $0 HKLM "SOFTWARE\${WEBVIEW}" "pv"
  SetRegView 64
  ${If} $0 == ""
    ReadRegStr $0 HKCU "Software\${WEBVIEW}" "pv"
  ${EndIf}
  ${If} $0 == ""
  ${OrIf} $0 == "0.0.0.0"
    ${If} ${FileExists} "$EXEDIR\${WEBVIEW_SETUP}"
      ExecWait '"$EXEDIR\${WEBVIEW_SETUP}" /silent /install' $0
      DetailPrint "WebView2: $0"
    ${Else}
      MessageBox MB_ICONEXCLAMATION|MB_OK "Máy này chưa có Microsoft Edge WebView2 Runtime nên cửa sổ chưa mở được. Đặt ${WEBVIEW_SETUP} cạnh bộ cài này rồi chạy lại." /SD IDOK
    ${EndIf}
  ${EndIf}
FunctionEnd

Section "Uninstall"
  SetRegView 64
  Call un.StopWhenOpen
  Delete "$INSTDIR\mot-cua.exe"
  Delete "$INSTDIR\desk-cli.exe"
  Delete "$INSTDIR\WebView2Loader.dll"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKCU "${KEY}"
SectionEnd

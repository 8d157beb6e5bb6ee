; The installer for Windows, for Inno Setup 6.3 or later:
;
;   iscc /DVersion=0.1.0 /DTree=FOLDER /DIcons=FOLDER packaging\windows\stanceline.iss
;
; packaging/windows/installer.py does it. Tree is the frozen program and Icons what
; packaging/icons.py writes; with Sign, installer and uninstaller are signed.
;
; It installs for one user, without an administrator, and removes all that it wrote. Workspaces,
; backups and settings are the user's own and stay.

#ifndef Version
  #error Name the version: /DVersion=0.1.0
#endif
#ifndef NumericVersion
  #define NumericVersion Version
#endif
#ifndef Tree
  #error Name the folder of the frozen program: /DTree=FOLDER
#endif
#ifndef Icons
  #error Name the folder of the icons: /DIcons=FOLDER
#endif

#define Name "Stanceline"
#define Program "stanceline.exe"
#define Commands "stanceline-cli.exe"
#define Suffix ".stanceline"
#define ProgId "Stanceline.Workspace.1"

[Setup]
; This number tells an upgrade from another program. It never changes.
AppId={{6F4C1B0E-5D0B-4C53-9C8E-2B6A8E0B7C41}
AppName={#Name}
AppVersion={#Version}
AppVerName={#Name} {#Version}
AppPublisher=The Stanceline authors
AppCopyright=MIT licence; parts under their own licences, see About
VersionInfoVersion={#NumericVersion}
VersionInfoTextVersion={#Version}
VersionInfoDescription={#Name} installer
; Where Windows keeps the programs of one user.
PrivilegesRequired=lowest
DefaultDirName={localappdata}\Programs\{#Name}
UsePreviousAppDir=yes
DisableDirPage=auto
DisableProgramGroupPage=yes
DisableReadyPage=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
; Qt 6 runs on Windows 10 from 1809 on, whose own ICU it uses.
MinVersion=10.0.17763
; The window's program holds this while it runs. Installing and removing ask to close it, since
; only the user knows what is still to be finished in it.
AppMutex=Local\org.stanceline.Stanceline
SetupMutex=Local\org.stanceline.Setup
; A command that runs in a console holds no such thing; Windows asks it to end.
CloseApplications=yes
CloseApplicationsFilter=*.exe,*.dll,*.pyd
RestartApplications=no
ChangesAssociations=yes
ChangesEnvironment=yes
OutputBaseFilename=stanceline-{#Version}-windows-x86_64-setup
SetupIconFile={#Icons}\stanceline.ico
UninstallDisplayName={#Name}
UninstallDisplayIcon={app}\{#Program}
UninstallFilesDir={app}
WizardStyle=modern
Compression=lzma2/max
SolidCompression=yes
LZMAUseSeparateProcess=yes
TimeStampsInUTC=yes
#ifdef Sign
SignTool=release
SignedUninstaller=yes
#endif

[Languages]
Name: "english"; MessagesFile: "compiler:Default.isl"

[Messages]
ConfirmUninstall=Remove %1 from this computer?%n%nYour workspaces, backups and settings stay where they are.
UninstalledAll=%1 was removed. Your workspaces, backups and settings are still where they were.

[Tasks]
Name: "associate"; Description: "Open {#Suffix} files with {#Name}"
Name: "path"; Description: "Let me type {#Commands} in any console (adds its folder to my PATH)"; Flags: unchecked
Name: "desktopicon"; Description: "Put an icon on the desktop"; Flags: unchecked

[InstallDelete]
; What an older version brought and this one does not would otherwise be found and loaded.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Tree}\{#Program}"; DestDir: "{app}"; Flags: ignoreversion
Source: "{#Tree}\{#Commands}"; DestDir: "{app}"; Flags: ignoreversion
Source: "{#Tree}\_internal\*"; DestDir: "{app}\_internal"; Flags: ignoreversion recursesubdirs createallsubdirs
Source: "{#Icons}\stanceline-document.ico"; DestDir: "{app}"; Flags: ignoreversion

[Icons]
Name: "{autoprograms}\{#Name}"; Filename: "{app}\{#Program}"; Comment: "From a pile of news articles to a timeline you can defend"; AppUserModelID: "Stanceline.Stanceline"
Name: "{autodesktop}\{#Name}"; Filename: "{app}\{#Program}"; AppUserModelID: "Stanceline.Stanceline"; Tasks: desktopicon

[Registry]
; The first entry is undone last, when nothing of ours is left below it.
Root: HKA; Subkey: "Software\Classes\{#Suffix}"; ValueType: none; Flags: uninsdeletekeyifempty
; What a workspace is, and how it is opened.
Root: HKA; Subkey: "Software\Classes\{#ProgId}"; ValueType: string; ValueName: ""; ValueData: "{#Name} workspace"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\{#ProgId}\DefaultIcon"; ValueType: string; ValueName: ""; ValueData: "{app}\stanceline-document.ico"
Root: HKA; Subkey: "Software\Classes\{#ProgId}\shell\open\command"; ValueType: string; ValueName: ""; ValueData: """{app}\{#Program}"" ""%1"""
; The program stands among those that can open such a file, also when another one is chosen.
Root: HKA; Subkey: "Software\Classes\{#Suffix}\OpenWithProgids"; ValueType: string; ValueName: "{#ProgId}"; ValueData: ""; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\{#Suffix}"; ValueType: string; ValueName: ""; ValueData: "{#ProgId}"; Flags: uninsdeletevalue uninsdeletekeyifempty; Tasks: associate
Root: HKA; Subkey: "Software\Classes\{#Suffix}"; ValueType: string; ValueName: "Content Type"; ValueData: "application/x-stanceline"; Flags: uninsdeletevalue uninsdeletekeyifempty; Tasks: associate
Root: HKA; Subkey: "Software\Classes\Applications\{#Program}"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "{#Name}"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\{#Program}\SupportedTypes"; ValueType: string; ValueName: "{#Suffix}"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\{#Program}\shell\open\command"; ValueType: string; ValueName: ""; ValueData: """{app}\{#Program}"" ""%1"""
; What is typed after Windows+R or `start`.
Root: HKA; Subkey: "Software\Microsoft\Windows\CurrentVersion\App Paths\{#Program}"; ValueType: string; ValueName: ""; ValueData: "{app}\{#Program}"; Flags: uninsdeletekey

[Run]
Filename: "{app}\{#Program}"; Description: "Start {#Name}"; Flags: nowait postinstall skipifsilent

[UninstallDelete]
Type: dirifempty; Name: "{app}"

[Code]
const
  EnvironmentKey = 'Environment';

{ The folders of this user's PATH without the program's own, each between semicolons. }
function PathWithout(const Folder: String; var Path: String): Boolean;
var
  Place: Integer;
  Whole: String;
begin
  if not RegQueryStringValue(HKEY_CURRENT_USER, EnvironmentKey, 'Path', Path) then
    Path := '';
  Whole := ';' + Path + ';';
  Place := Pos(';' + Lowercase(Folder) + ';', Lowercase(Whole));
  Result := Place > 0;
  if Result then
  begin
    Delete(Whole, Place, Length(Folder) + 1);
    Path := Copy(Whole, 2, Length(Whole) - 2);
  end;
end;

procedure AddToPath(const Folder: String);
var
  Path: String;
begin
  if PathWithout(Folder, Path) then
    exit;
  if (Path <> '') and (Path[Length(Path)] <> ';') then
    Path := Path + ';';
  RegWriteExpandStringValue(HKEY_CURRENT_USER, EnvironmentKey, 'Path', Path + Folder);
end;

procedure RemoveFromPath(const Folder: String);
var
  Path: String;
begin
  if not PathWithout(Folder, Path) then
    exit;
  if Path = '' then
    RegDeleteValue(HKEY_CURRENT_USER, EnvironmentKey, 'Path')
  else
    RegWriteExpandStringValue(HKEY_CURRENT_USER, EnvironmentKey, 'Path', Path);
end;

procedure CurStepChanged(CurStep: TSetupStep);
begin
  if CurStep <> ssPostInstall then
    exit;
  if WizardIsTaskSelected('path') then
    AddToPath(ExpandConstant('{app}'))
  else
    RemoveFromPath(ExpandConstant('{app}'));
end;

procedure CurUninstallStepChanged(CurUninstallStep: TUninstallStep);
begin
  if CurUninstallStep = usPostUninstall then
    RemoveFromPath(ExpandConstant('{app}'));
end;

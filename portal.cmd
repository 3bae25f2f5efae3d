@echo off
setlocal
rem Starts Mingjing. Opened by a double click, without a word behind it, it shows the desk.
set "PORTAL=%~dp0portal"
set "VERB="
if "%~1"=="" set "VERB=desk"
py -3 -c "" >nul 2>nul
if not errorlevel 1 goto launcher
python -c "import sys; sys.exit(sys.version_info[0] != 3)" >nul 2>nul
if not errorlevel 1 goto python
rem From here on the file is read as UTF-8, so that the sentence below can be read in any console.
chcp 65001 >nul
echo 这台电脑上没有找到 Python 3。请从 https://www.python.org/downloads/ 安装 3.11 或更新的版本，
echo 安装时勾选“Add python.exe to PATH”，再打开一次。
echo No Python 3 was found on this machine. Install 3.11 or later from https://www.python.org/downloads/,
echo with “Add python.exe to PATH” ticked, and start this again.
set "CODE=3"
goto end
:launcher
py -3 "%PORTAL%" %VERB% %*
set "CODE=%errorlevel%"
goto end
:python
python "%PORTAL%" %VERB% %*
set "CODE=%errorlevel%"
:end
rem What went wrong stays to be read in a window that a double click has opened.
if defined VERB if not "%CODE%"=="0" pause
exit /b %CODE%

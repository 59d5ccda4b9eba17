@echo off
rem Runs babyLLM from a clone with the Node that the project brings (node_modules). Installs and compiles first where that was not done yet.
setlocal
set "ROOT=%~dp0"
set "NODE=%ROOT%node_modules\.bin\node.cmd"
if not exist "%NODE%" (
  pushd "%ROOT%"
  call npm install --no-audit --no-fund 1>&2 || exit /b 1
  popd
)
call "%NODE%" "%ROOT%build.mjs" --if-needed || exit /b 1
set "BABY_COMMAND=.\baby"
call "%NODE%" "%ROOT%dist\school\cli\launcher.js" %*

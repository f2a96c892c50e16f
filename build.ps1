#Requires -Version 7.2
<#
.SYNOPSIS
    Builds, tests, packs or publishes Spinner.
.DESCRIPTION
    Calls dotnet, and nothing else: every decision stands in the project files.
.PARAMETER Target
    Build: everything. Test: builds and runs all tests. Pack: the library, into artifacts/packages. Publish: the host, into artifacts/publish.
.PARAMETER Configuration
    Debug or Release.
.EXAMPLE
    ./build.ps1 -Target Test -Configuration Debug
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Pack', 'Publish')]
    [string] $Target = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $args failed with exit code $LASTEXITCODE."
    }
}

Push-Location $PSScriptRoot
try {
    switch ($Target) {
        'Build' { Invoke-DotNet build Spinner.sln --configuration $Configuration }
        'Test' { Invoke-DotNet test Spinner.sln --configuration $Configuration }
        'Pack' { Invoke-DotNet pack src/Spinner.Actors --configuration $Configuration --output artifacts/packages }
        'Publish' { Invoke-DotNet publish src/Spinner.Host --configuration $Configuration --output artifacts/publish }
    }
}
finally {
    Pop-Location
}

"""What `./run help` prints."""

HELP = """\
./run demo [--port N] [--host H] [--fresh]     演示城市，首次运行自动安装一切 / the demo city, self-installing
./run serve [--port N] [--host H] [--migrate]  正式运行，设置取自环境变量 / production
./run test [PYTEST ARGS]                       全部测试 / all tests
./run check                                    代码检查 / linters, types, architecture, migrations
./run bench NAME [ARGS]                        基准测试，输出 JSON / a benchmark, prints JSON
./run manage COMMAND [ARGS]                    管理命令 / a Django management command
./run backup FILE [--verify]                   备份，或核对已有备份 / back up, or verify a backup
./run restore FILE [--replace]                 恢复备份 / restore a backup
./run help                                     本说明 / this list

数据保存在 var/，可用 YAODIAN_HOME 另指定。 / State is kept in var/; YAODIAN_HOME names another folder."""

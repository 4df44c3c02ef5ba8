"""The refusals a file can meet, each with a sentence that says what to do."""


class ContainerRefused(Exception):
    """A file that no parser may open: `code` for programs, `words` for the person who uploaded it."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words


def mismatch(extension: str, found: str) -> ContainerRefused:
    finding = f"文件名以 .{extension} 结尾，内容却是{found}。"
    words = f"{finding}请用原来的软件打开，另存为所需的格式后再上传。"
    return ContainerRefused("type_mismatch", words)


def broken() -> ContainerRefused:
    words = "文件已损坏或没有传完整。请重新下载，或用原来的软件打开后另存一份再上传。"
    return ContainerRefused("broken", words)


def bomb(finding: str) -> ContainerRefused:
    words = f"{finding}，为安全起见没有打开。请只保留需要的内容，另存一份后再上传。"
    return ContainerRefused("zip_bomb", words)


def nested() -> ContainerRefused:
    words = "文件里嵌有另一个压缩包或 Office 文件。请删去嵌入的附件，另存一份后再上传；附件可以单独上传。"
    return ContainerRefused("zip_bomb", words)


def external(finding: str) -> ContainerRefused:
    words = f"{finding}，打开时会引用文件以外的内容。请断开链接或删去这些内容，另存一份后再上传。"
    return ContainerRefused("external", words)


def dde() -> ContainerRefused:
    words = "文件里有会启动其他程序的 DDE 域或公式。请删去这些域和公式，另存一份后再上传。"
    return ContainerRefused("external", words)
